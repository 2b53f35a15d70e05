//! The views of the file renamed, taken out, put in another order; comments stay.

use std::ops::Range;
use std::path::Path;

use super::Config;
use super::write::{NotSaved, Turned, field_of, quoted, rewrite, says, views};

/// What is done to the views of the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Arrange {
    /// A view gets another name.
    Rename {
        /// The name it has.
        from: String,
        /// The name it gets.
        to: String,
    },
    /// A view is taken out.
    Remove(String),
    /// Two views change places.
    Swap(String, String),
}

/// Does it to the file, which is replaced as a whole.
///
/// # Errors
/// See [`NotSaved`]; the file is then as it was.
pub fn arrange(path: &Path, what: &Arrange) -> Result<Turned, NotSaved> {
    rewrite(path, |before| arranged(before, what).ok_or_else(|| NotSaved::Shape(path.to_owned())))
}

/// The text afterwards; `None` where what comes out would not say just that.
fn arranged(before: &str, what: &Arrange) -> Option<String> {
    let mut wanted = views(&Config::read(before));
    let named = wanted.clone();
    let at = |name: &str| named.iter().position(|(known, _)| known == name);
    let mut after = before.to_owned();
    match what {
        Arrange::Rename { from, to } => {
            if at(to).is_some() {
                return None;
            }
            after.replace_range(field_of(before, from, "name")?, &quoted(to));
            wanted[at(from)?].0.clone_from(to);
        }
        Arrange::Remove(name) => {
            let place = place_of(before, name)?;
            let kept: String = before[place.clone()].split_inclusive('\n').filter(|line| comment(line)).collect();
            after.replace_range(place, &kept);
            // Two gaps would be left where there was one.
            if kept.is_empty() {
                after = after.replacen("\n\n\n", "\n\n", 1);
            }
            wanted.remove(at(name)?);
        }
        Arrange::Swap(one, other) => {
            let (one_at, other_at) = (at(one)?, at(other)?);
            let (one, other) = (place_of(before, one)?, place_of(before, other)?);
            let (first, last) = if one.start < other.start { (one, other) } else { (other, one) };
            let ended = |text: &str| if text.ends_with('\n') { text.to_owned() } else { format!("{text}\n") };
            after.replace_range(last.clone(), &ended(&before[first.clone()]));
            after.replace_range(first, &ended(&before[last]));
            wanted.swap(one_at, other_at);
        }
    }
    says(before, &after, &wanted).then_some(after)
}

fn comment(line: &str) -> bool {
    line.trim_start().starts_with('#')
}

/// Where a view stands in the text, from the comment over its heading to its last line that says anything.
fn place_of(text: &str, name: &str) -> Option<Range<usize>> {
    let named = field_of(text, name, "name")?;
    let mut lines = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        lines.push(start..start + line.len());
        start += line.len();
    }
    let said = |line: &Range<usize>| text[line.clone()].trim();
    let here = lines.iter().position(|line| line.contains(&named.start))?;
    let heading = (0..=here).rev().find(|at| said(&lines[*at]).starts_with("[["))?;
    let lead =
        |heading: usize| (0..heading).rev().take_while(|at| comment(said(&lines[*at]))).last().unwrap_or(heading);
    let next = (heading + 1..lines.len()).find(|at| said(&lines[*at]).starts_with('['));
    let end = next.map_or(lines.len(), lead);
    let last = (heading..end).rev().find(|at| !said(&lines[*at]).is_empty())?;
    Some(lines[lead(heading)].start..lines[last].end)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const FILE: &str = "# mine\ntheme = 'light'\n\n# every Monday\n[[view]]\nname = '甲' # first\nfilter = 'state:new'\n\n\
                        [keys]\nlist.top = 'g g'\n\n[[view]]\n# for the chief\nname = '乙'\nfilter = '村'";

    #[test]
    fn comments_stay_whatever_is_done() {
        let renamed = arranged(FILE, &Arrange::Rename { from: "甲".into(), to: "丙".into() }).unwrap();
        assert_eq!(renamed, FILE.replace("'甲'", "\"丙\""));
        let swapped = arranged(FILE, &Arrange::Swap("甲".into(), "乙".into())).unwrap();
        assert_eq!(
            swapped,
            "# mine\ntheme = 'light'\n\n[[view]]\n# for the chief\nname = '乙'\nfilter = '村'\n\n[keys]\n\
             list.top = 'g g'\n\n# every Monday\n[[view]]\nname = '甲' # first\nfilter = 'state:new'\n"
        );
        let removed = arranged(FILE, &Arrange::Remove("甲".into())).unwrap();
        assert!(removed.starts_with("# mine\ntheme = 'light'\n\n# every Monday\n\n[keys]"), "{removed}");
        assert!(arranged(FILE, &Arrange::Remove("乙".into())).unwrap().ends_with("'g g'\n\n# for the chief\n"));
    }

    #[test]
    fn what_cannot_be_done_safely_is_not_done() {
        let taken = Arrange::Rename { from: "甲".into(), to: "乙".into() };
        let gone = Arrange::Remove("丙".into());
        for what in [taken, gone] {
            assert_eq!(arranged(FILE, &what), None, "{what:?}");
        }
        let inline = "view = [{ name = 'a', filter = 'b' }]";
        assert_eq!(arranged(inline, &Arrange::Remove("a".into())), None);
    }

    #[test]
    fn what_was_done_is_put_back_unless_somebody_wrote_since() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("config.toml");
        std::fs::write(&path, FILE).unwrap();
        let turned = arrange(&path, &Arrange::Remove("甲".into())).unwrap();
        super::super::put_back(&path, &turned).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), FILE);
        std::fs::write(&path, "# other\n").unwrap();
        assert!(matches!(super::super::put_back(&path, &turned), Err(NotSaved::Changed(_))));
    }

    proptest! {
        #[test]
        fn any_order_is_reached_and_names_of_any_letters_hold(names in prop::collection::hash_set("\\PC{1,8}", 2..6)) {
            let names: Vec<String> = names.into_iter().collect();
            let mut text = String::from("# mine\n");
            for name in &names {
                text.push_str(&format!("\n# over\n[[view]]\nname = {}\nfilter = \"村\"\n", quoted(name)));
            }
            let read = views(&Config::read(&text));
            if read.len() == names.len() {
                let swapped = arranged(&text, &Arrange::Swap(names[0].clone(), names[1].clone())).unwrap();
                prop_assert_eq!(&views(&Config::read(&swapped))[0].0, &names[1]);
                let removed = arranged(&text, &Arrange::Remove(names[0].clone())).unwrap();
                prop_assert_eq!(removed.matches("# over").count(), names.len());
            }
        }
    }
}
