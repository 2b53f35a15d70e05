//! From text to settings, keys and views; what cannot be taken is noted, and reading goes on.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::mistake::{near, shown};
use super::{Binding, Config, Mistake, Said, Setting, Takes, Value, View, Wrong, settings};
use crate::judge::Source;
use crate::lang::Lang;

/// The tables beside the settings.
const TABLES: [&str; 2] = ["keys", "view"];
/// The longest text a setting or a name of a view takes, in characters.
const LONGEST: usize = 100;

type Entry<'a, 'i> = (&'a Spanned<std::borrow::Cow<'i, str>>, &'a Spanned<DeValue<'i>>);

struct Reader<'a> {
    source: Source<'a>,
    /// Lines that are no TOML: what the parser made of them is a guess.
    broken: BTreeSet<usize>,
    config: Config,
}

pub fn read(text: &str) -> Config {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader = Reader { source: Source { file: "", text }, broken: BTreeSet::new(), config: Config::default() };
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in errors {
        let span = error.span().unwrap_or(0..0);
        if reader.broken.insert(reader.line(span.start)) {
            reader.note(span.clone(), reader.whole_line(span.start), Wrong::Toml(error.message().replace('\n', " ")));
        }
    }
    for entry in in_order(table.get_ref()) {
        reader.entry(entry);
    }
    reader.config.sort();
    reader.config
}

fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Vec<Entry<'a, 'i>> {
    let mut entries: Vec<Entry<'a, 'i>> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

impl Reader<'_> {
    fn line(&self, offset: usize) -> usize {
        self.source.place(offset).line
    }

    fn whole_line(&self, offset: usize) -> String {
        let text = self.source.text;
        let from = text[..offset.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
        shown(text[from..].lines().next().unwrap_or_default())
    }

    fn note(&mut self, span: Range<usize>, said: String, wrong: Wrong) {
        let place = self.source.place(span.start);
        self.config.mistakes.push(Mistake { line: place.line, column: place.column, said, wrong });
    }

    fn said<T>(&self, value: T, span: &Range<usize>) -> Said<T> {
        let place = self.source.place(span.start);
        Said { value, line: place.line, column: place.column }
    }

    fn is_broken(&self, span: &Range<usize>) -> bool {
        self.broken.contains(&self.line(span.start)) || self.broken.contains(&self.line(span.end.max(span.start)))
    }

    fn entry(&mut self, (key, value): Entry<'_, '_>) {
        let name = key.get_ref().as_ref();
        if self.is_broken(&key.span()) || self.is_broken(&value.span()) {
            return;
        }
        match (name, value.get_ref()) {
            ("keys", DeValue::Table(table)) => self.keys("", table),
            ("view", DeValue::Array(views)) => views.iter().for_each(|view| self.view(view)),
            ("view", _) => self.note(key.span(), self.whole_line(key.span().start), Wrong::View),
            ("keys", _) => self.takes(value, "keys", ("[keys] 表".to_owned(), "a table [keys]".to_owned())),
            _ => match Setting::find(name) {
                Some(setting) => self.setting(setting, value),
                None => {
                    let known = settings().iter().map(|setting| setting.name).chain(TABLES);
                    self.note(key.span(), shown(name), Wrong::Setting(near(name, known)));
                }
            },
        }
    }

    fn takes(&mut self, value: &Spanned<DeValue<'_>>, name: &str, (zh, en): (String, String)) {
        let written = self.source.text.get(value.span()).unwrap_or_default();
        self.note(value.span(), shown(&format!("{name} = {written}")), Wrong::Takes(zh, en));
    }

    fn setting(&mut self, setting: &'static Setting, value: &Spanned<DeValue<'_>>) {
        match value_of(setting.takes, value.get_ref()) {
            Some(taken) => drop(self.config.values.insert(setting.name, self.said(taken, &value.span()))),
            None => self.takes(value, setting.name, (setting.takes(Lang::Zh), setting.takes(Lang::En))),
        }
    }

    // An id has a dot, which TOML reads as a table within the table.
    fn keys(&mut self, above: &str, table: &DeTable<'_>) {
        for (key, value) in in_order(table) {
            if self.is_broken(&key.span()) || self.is_broken(&value.span()) {
                continue;
            }
            let id = if above.is_empty() { key.get_ref().to_string() } else { format!("{above}.{}", key.get_ref()) };
            if let DeValue::Table(below) = value.get_ref() {
                self.keys(&id, below);
                continue;
            }
            let wanted = || {
                let words = [
                    "一个按键，如 \"x\"、\"Ctrl-x\"、\"g g\"，或其列表，或 \"<disabled>\"",
                    "a key such as \"x\", \"Ctrl-x\" or \"g g\", a list of them, or \"<disabled>\"",
                ];
                (words[0].to_owned(), words[1].to_owned())
            };
            let texts: Option<Vec<Said<String>>> = match value.get_ref() {
                DeValue::String(text) => Some(vec![self.said(text.to_string(), &value.span())]),
                DeValue::Array(list) => {
                    list.iter().map(|one| Some(self.said(one.get_ref().as_str()?.to_owned(), &one.span()))).collect()
                }
                _ => None,
            };
            match texts.filter(|keys| !keys.is_empty()) {
                Some(keys) => {
                    let place = self.source.place(key.span().start);
                    self.config.keys.push(Binding { id, place: (place.line, place.column), keys });
                }
                None => self.takes(value, &id, wanted()),
            }
        }
    }

    fn view(&mut self, view: &Spanned<DeValue<'_>>) {
        let place = view.span();
        let DeValue::Table(table) = view.get_ref() else {
            return self.note(place.clone(), self.whole_line(place.start), Wrong::View);
        };
        let mut parts: BTreeMap<&str, Said<String>> = BTreeMap::new();
        for (key, value) in in_order(table) {
            match (key.get_ref().as_ref(), value.get_ref()) {
                (name @ ("name" | "filter"), DeValue::String(text)) if !self.is_broken(&value.span()) => {
                    parts.insert(
                        if name == "name" { "name" } else { "filter" },
                        self.said(text.to_string(), &value.span()),
                    );
                }
                _ if self.is_broken(&value.span()) => {}
                _ => self.note(key.span(), self.whole_line(key.span().start), Wrong::View),
            }
        }
        let named = parts.remove("name").filter(|name| text_is_fit(&name.value));
        let (Some(name), Some(filter)) = (named, parts.remove("filter")) else {
            return self.note(place.clone(), self.whole_line(place.start), Wrong::View);
        };
        match self.config.views.iter().find(|known| known.name.value == name.value).map(|known| known.name.line) {
            Some(line) => self.config.mistakes.push(Mistake {
                line: name.line,
                column: name.column,
                said: shown(&name.value),
                wrong: Wrong::ViewTwice(line),
            }),
            None => self.config.views.push(View { name, filter }),
        }
    }
}

/// Whether a text is one that a screen can show on a line.
fn text_is_fit(text: &str) -> bool {
    !text.trim().is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

fn value_of(takes: Takes, value: &DeValue<'_>) -> Option<Value> {
    match (takes, value) {
        (Takes::Flag, DeValue::Boolean(flag)) => Some(Value::Flag(*flag)),
        (Takes::Minutes(most) | Takes::Days(most), DeValue::Integer(number)) if number.radix() == 10 => {
            number.as_str().parse().ok().filter(|number| *number <= most).map(Value::Number)
        }
        (Takes::Words(words), DeValue::String(text)) => {
            words.contains(&text.as_ref()).then(|| Value::Word(text.as_ref().into()))
        }
        // `colours = 256` is what anybody would write.
        (Takes::Words(words), DeValue::Integer(number)) => {
            words.contains(&number.as_str()).then(|| Value::Word(number.as_str().into()))
        }
        (Takes::Theme | Takes::Text, DeValue::String(text)) => {
            text_is_fit(text).then(|| Value::Word(text.trim().into()))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn said(text: &str) -> Vec<String> {
        Config::read(text).mistakes.iter().map(|mistake| mistake.say(Lang::En, "c.toml")).collect()
    }

    #[test]
    fn a_whole_file_is_taken() {
        let config = Config::read(
            "language = \"zh\"\ncolours = 256\nmouse = false\nlock-after = 0\n[keys]\nlist.top = [\"g g\", \"Home\"]\n\
             \"list.bottom\" = \"G\"\n[[view]]\nname = \"甲\"\nfilter = \"state:new\"\n",
        );
        assert_eq!(config.mistakes, []);
        let value = |name| config.values.get(name).map(|said| said.value.to_string());
        assert_eq!(value("colours").as_deref(), Some("256"));
        assert_eq!((value("lock-after").as_deref(), value("by")), (Some("0"), None));
        assert_eq!(config.values["mouse"].line, 3);
        let ids: Vec<&str> = config.keys.iter().map(|binding| binding.id.as_str()).collect();
        assert_eq!(ids, ["list.top", "list.bottom"]);
        assert_eq!(config.keys[0].keys[1].value, "Home");
        assert_eq!(config.views[0].filter.value, "state:new");
    }

    #[test]
    fn mistakes_are_told_with_their_place_and_the_rest_holds() {
        for (text, expected) in [
            (
                "them = \"dark\"\nmouse = true",
                "c.toml, line 1, column 1, them: there is no such setting. Did you mean theme?",
            ),
            ("\nmouse = \"no\"", "c.toml, line 2, column 9, mouse = \"no\": it takes true, false."),
            (
                "mouse = tru",
                "c.toml, line 1, column 9, mouse = tru: not readable as TOML (invalid boolean, expected `true`). Correct this line.",
            ),
            ("language = \"fr\"", "c.toml, line 1, column 12, language = \"fr\": it takes \"zh\", \"en\"."),
            ("lock-after = 1441", "c.toml, line 1, column 14, lock-after = 1441: it takes minutes, 0 to 1440."),
            ("lock-after = -1", "c.toml, line 1, column 14, lock-after = -1: it takes minutes, 0 to 1440."),
            ("by = \"a\\u0007\"", "c.toml, line 1, column 6, by = \"a\\u0007\": it takes a text."),
            (
                "[keys]\na.b = 3",
                "c.toml, line 2, column 7, a.b = 3: it takes a key such as \"x\", \"Ctrl-x\" or \"g g\", a list of them, or \"<disabled>\".",
            ),
            (
                "[[view]]\nname = \"a\"",
                "c.toml, line 1, column 1, [[view]]: a view is [[view]] with a line name = \"...\" and a line filter = \"...\" below it.",
            ),
            (
                "view = [{name='a',filter='x'},{name='a',filter='y'}]",
                "c.toml, line 1, column 37, a: line 1 has a view of this name. Give it another.",
            ),
        ] {
            assert_eq!(said(text), [expected], "{text}");
        }
        let config = Config::read("theme = \"dark\nmouse = false\ntheme = x\nby = 'post'");
        assert_eq!(config.values.keys().copied().collect::<Vec<_>>(), ["by", "mouse"]);
        assert_eq!(config.mistakes.len(), 2);
    }

    #[test]
    fn themes_are_checked_against_those_there_are() {
        let mut config = Config::read("theme = \"drk\"");
        assert!(config.mistakes.is_empty());
        config.check(&["dark".to_owned(), "light".to_owned()]);
        assert!(config.values.is_empty());
        let told = config.mistakes[0].say(Lang::Zh, "c.toml");
        assert_eq!(told, "c.toml 第 1 行第 9 列，theme = \"drk\"：没有这个。是否指 “dark”？");
    }

    proptest! {
        #[test]
        fn no_text_is_too_strange(text in "[\\PC\\n]{0,200}") {
            let _ = Config::read(&text);
        }

        #[test]
        fn nor_one_made_of_what_toml_is_made_of(parts in prop::collection::vec(
            prop::sample::select(vec!["theme", "=", "[", "]", "[[view]]", "[keys]", "\n", "'", "\"", "\"\"\"", "{", "}", ",", ".", "mouse = true\n", "name", "filter = 'x'\n", "1", "#", "\\u"]), 0..40)) {
            let text: String = parts.concat();
            for mistake in Config::read(&text).mistakes {
                prop_assert!(mistake.line <= text.lines().count() + 1);
            }
        }
    }
}
