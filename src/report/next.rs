//! The one command with which each page ends: it fits the file at hand and can be copied as it stands.

use std::path::Path;

use crate::language::hidden::is_hidden;

/// A command in the making.
#[derive(Clone, Debug)]
pub struct Next {
    words: Vec<String>,
}

impl Next {
    /// `launchsim COMMAND FILE`; without a file the flagship is meant.
    #[must_use]
    pub fn new(command: &str, file: Option<&Path>) -> Self {
        let file = file.map(|file| file.to_string_lossy().into_owned());
        Self { words: ["launchsim".to_owned(), command.to_owned()].into_iter().chain(file).collect() }
    }

    /// With an option and its value.
    #[must_use]
    pub fn with(mut self, option: &str, value: impl std::fmt::Display) -> Self {
        self.words.extend([option.to_owned(), value.to_string()]);
        self
    }

    /// With the option only where there is a value.
    #[must_use]
    pub fn with_any(self, option: &str, value: Option<impl std::fmt::Display>) -> Self {
        match value {
            Some(value) => self.with(option, value),
            None => self,
        }
    }

    /// With an override for each of these.
    #[must_use]
    pub fn with_sets(self, sets: &[String]) -> Self {
        sets.iter().fold(self, |command, set| command.with("--set", set))
    }

    /// With a switch.
    #[must_use]
    pub fn switched(mut self, switch: &str) -> Self {
        self.words.push(switch.to_owned());
        self
    }

    /// The command on one line.
    #[must_use]
    pub fn line(&self) -> String {
        self.words.iter().map(|word| quoted(word)).collect::<Vec<_>>().join(" ")
    }

    /// "Next, WHAT:" and the command on a line of its own.
    #[must_use]
    pub fn said(&self, what: &str) -> String {
        format!("Next, {what}:\n  {}", self.line())
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_./:=@%+,-".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    if word.contains(is_hidden) {
        // What would not be printed is written out, as shells read it between $' and '.
        let written = |c: char| match c {
            '\'' | '\\' => format!("\\{c}"),
            c if c.is_ascii_control() => format!("\\x{:02x}", u32::from(c)),
            c if is_hidden(c) => format!("\\u{:04x}", u32::from(c)),
            c => c.to_string(),
        };
        return format!("$'{}'", word.chars().map(written).collect::<String>());
    }
    format!("'{}'", word.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_can_be_copied_into_a_shell() {
        let sets = ["component.screen.lead_time=4 weeks".to_owned()];
        let next = Next::new("explain", Some(Path::new("my phone's.toml")))
            .with_sets(&sets)
            .with_any("-n", Some(200))
            .with_any("--seed", None::<u64>)
            .with("--launch", "worst:net_profit_yuan");
        assert_eq!(
            next.said("why"),
            "Next, why:\n  launchsim explain 'my phone'\\''s.toml' --set 'component.screen.lead_time=4 weeks' -n 200 --launch worst:net_profit_yuan"
        );
        let hostile = Next::new("run", Some(Path::new("it's \u{1b}[31m\u{202e}.toml")));
        assert_eq!(hostile.said("all"), "Next, all:\n  launchsim run $'it\\'s \\x1b[31m\\u202e.toml'");
        assert_eq!(Next::new("run", None).switched("--csv").said("all"), "Next, all:\n  launchsim run --csv");
    }
}
