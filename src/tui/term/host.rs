//! What the program runs in, as far as the environment tells.

/// The terminal, or what stands between it and the program.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Host {
    /// Inside of tmux.
    pub tmux: bool,
    /// Inside of GNU screen.
    pub screen: bool,
    /// The console of Linux itself: no Han, no clipboard.
    pub console: bool,
    /// A locale other than UTF-8.
    pub foreign: bool,
}

impl Host {
    /// Reads `TMUX`, `STY` and `TERM`.
    pub fn of_env(var: impl Fn(&str) -> Option<String>, utf8: bool) -> Self {
        let set = |name| var(name).is_some_and(|value| !value.is_empty());
        let term = var("TERM").unwrap_or_default();
        let tmux = set("TMUX");
        Self {
            tmux,
            // What runs inside of tmux has TERM=screen too, and whoever starts tmux inside of screen has both.
            screen: !tmux && (set("STY") || term == "screen" || term.starts_with("screen.")),
            console: term == "linux",
            foreign: !utf8,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_one_counts() {
        let of = |vars: &[(&str, &str)]| {
            Host::of_env(|name| vars.iter().find(|(known, _)| *known == name).map(|(_, v)| (*v).to_owned()), true)
        };
        let tmux = of(&[("TMUX", "/tmp/tmux-0/default,1,0"), ("TERM", "screen"), ("STY", "1.pts")]);
        assert!(tmux.tmux && !tmux.screen);
        assert!(of(&[("STY", "1.pts-0"), ("TERM", "screen.xterm-256color")]).screen);
        assert!(of(&[("TERM", "linux")]).console);
        assert_eq!(of(&[("TERM", "xterm-256color")]), Host::default());
    }
}
