//! The texts that must not stand in any answer.

use std::collections::{HashMap, HashSet};

use crate::county::{County, TOWN, inside};

/// The exact texts that must not stand in an answer, by their length in characters.
pub struct Secrets(pub HashMap<usize, HashSet<Vec<char>>>);

impl Secrets {
    pub fn of(county: &County) -> Self {
        let mut texts: HashSet<String> = HashSet::new();
        // Where requests of the township come from and go to is known by name.
        let moves = county.rows("组织关系转接", ["转出组织编码", "转入组织编码"]);
        let border: HashSet<&str> =
            moves.iter().filter(|(from, to)| inside(from) || inside(to)).flat_map(|(from, to)| [*from, *to]).collect();
        let names = county.column("团组织", "组织全称").zip(county.column("团组织", "组织简称"));
        let orgs: Vec<(&str, [&str; 2])> =
            county.column("团组织", "组织编码").zip(names).map(|(code, (full, short))| (code, [full, short])).collect();
        let own: String = orgs
            .iter()
            .filter(|(code, _)| inside(code) || border.contains(code))
            .flat_map(|(_, names)| *names)
            .collect();
        for (code, names) in orgs.iter().filter(|(code, _)| !inside(code)) {
            // A code above is the beginning of those inside.
            texts.extend((!TOWN.starts_with(code)).then(|| (*code).to_owned()));
            texts.extend(
                names.iter().filter(|name| !name.is_empty() && !own.contains(**name)).map(|name| (*name).to_owned()),
            );
        }
        let mut seen = HashSet::new();
        for (roster, org) in [("团员", "所在团支部编码"), ("团干部", "所在组织编码")] {
            let columns = ["姓名", "身份证号", "手机号码"];
            let orgs: Vec<&str> = county.column(roster, org).collect();
            for column in columns {
                let cells = || county.column(roster, column).zip(&orgs);
                seen.extend(cells().filter(|(_, org)| inside(org)).map(|(cell, _)| cell));
                // Two characters stand in many a word.
                let told = cells().filter(|(cell, org)| !inside(org) && cell.chars().count() > 2);
                texts.extend(told.map(|(cell, _)| cell.to_owned()));
            }
        }
        texts.retain(|text| !seen.contains(text.as_str()));
        let mut by_length: HashMap<usize, HashSet<Vec<char>>> = HashMap::new();
        for text in texts {
            let text: Vec<char> = text.chars().collect();
            by_length.entry(text.len()).or_default().insert(text);
        }
        Self(by_length)
    }

    pub fn found(&self, text: &str) -> Option<String> {
        let text: Vec<char> = text.chars().collect();
        self.0.iter().find_map(|(length, secrets)| {
            text.windows(*length)
                .find(|part| {
                    // A code inside begins with the digits of others.
                    let at = part.as_ptr() as usize - text.as_ptr() as usize;
                    let next = text.get(at / size_of::<char>() + length);
                    let goes_on = part[0].is_ascii_digit() && next.is_some_and(|c| c.is_ascii_digit() || *c == '.');
                    !goes_on && secrets.contains(*part)
                })
                .map(|part| part.iter().collect())
        })
    }
}
