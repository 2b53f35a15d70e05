//! Enumerations whose values are words of a roster: one list gives the parser, both languages and the stored number.

/// A value of a closed list that a roster spells in Chinese.
pub trait Labelled: Copy + Sized + 'static {
    /// Every value, in the order of the source.
    const ALL: &'static [Self];
    /// The roster's word.
    fn zh(self) -> &'static str;
    /// The English word.
    fn en(self) -> &'static str;
    /// The value a roster's word stands for; surrounding space is ignored.
    fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::ALL.iter().copied().find(|value| value.zh() == text)
    }
}

/// Declares an enumeration with its roster word and its English word; the stored form is the position in the list.
macro_rules! labelled {
    ($(#[$meta:meta])* $name:ident { $($(#[$vmeta:meta])* $variant:ident = $zh:literal, $en:literal;)+ }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[allow(missing_docs)]
        pub enum $name { $($(#[$vmeta])* $variant),+ }

        impl $crate::model::Labelled for $name {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
            fn zh(self) -> &'static str { match self { $(Self::$variant => $zh),+ } }
            fn en(self) -> &'static str { match self { $(Self::$variant => $en),+ } }
        }
    };
}
pub(crate) use labelled;
