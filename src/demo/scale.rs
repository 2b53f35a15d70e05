//! How much of the province a demonstration shows.

use crate::model::Labelled;

/// The size of a demonstration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, clap::ValueEnum)]
pub enum Scale {
    /// One county, ready at once.
    County,
    /// One city with its counties.
    City,
    /// The whole province, with the published table of 2018-11-15.
    Province,
}

impl Labelled for Scale {
    const ALL: &'static [Self] = &[Self::County, Self::City, Self::Province];

    fn zh(self) -> &'static str {
        match self {
            Self::County => "县",
            Self::City => "市",
            Self::Province => "省",
        }
    }

    fn en(self) -> &'static str {
        match self {
            Self::County => "county",
            Self::City => "city",
            Self::Province => "province",
        }
    }

    /// Either language's word.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.iter().copied().find(|scale| scale.zh() == text || scale.en().eq_ignore_ascii_case(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_words_are_read() {
        for scale in Scale::ALL {
            assert_eq!(Scale::parse(scale.zh()), Some(*scale));
            assert_eq!(Scale::parse(&scale.en().to_uppercase()), Some(*scale));
        }
        assert_eq!(Scale::parse("town"), None);
    }
}
