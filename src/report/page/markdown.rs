//! A page as Markdown: headings, lists and tables that any viewer sets, with the charts beside it.

use super::{Align, Block, Column, Fact, Group, Page, Table};
use crate::report::said::Text;

/// What has a meaning in Markdown or in the HTML it may hold.
const MARKUP: [char; 13] = ['\\', '`', '*', '_', '[', ']', '<', '>', '#', '|', '~', '&', '$'];

impl Page {
    /// As Markdown.
    #[must_use]
    pub fn markdown(&self) -> String {
        let title = format!("# {}", told(&self.title));
        let groups = self.groups.iter().map(group);
        std::iter::once(title).chain(groups).collect::<Vec<_>>().join("\n\n") + "\n"
    }
}

/// A text on one line, as it reads: no character of it is markup.
fn told(text: &Text) -> String {
    escaped(&text.to_string())
}

/// The same of what is text already.
fn escaped(text: &str) -> String {
    let mut told = String::new();
    for letter in text.trim().chars().map(|letter| if matches!(letter, '\n' | '\u{a0}') { ' ' } else { letter }) {
        told.extend(MARKUP.contains(&letter).then_some('\\'));
        told.push(letter);
    }
    told
}

fn group(group: &Group) -> String {
    let heading = group.heading.iter().map(|heading| format!("## {}", told(heading)));
    heading.chain(group.blocks.iter().map(block)).collect::<Vec<_>>().join("\n\n")
}

fn block(block: &Block) -> String {
    let lines: Vec<String> = match block {
        Block::Paragraph { text } => vec![told(text)],
        Block::Facts { facts, .. } => facts.iter().map(fact).collect(),
        Block::Table(table) => rows(table),
        Block::Note { text } => vec![format!("```text\n{text}\n```")],
        Block::Charts { names } => names.iter().map(|name| format!("![{}](<{name}>)", escaped(name))).collect(),
    };
    lines.join("\n")
}

fn fact(Fact { label, value, remark }: &Fact) -> String {
    let label = if label.is_empty() { String::new() } else { format!("**{}**: ", told(label)) };
    let remark = if remark.is_empty() { String::new() } else { format!("; {}", told(remark)) };
    format!("- {label}{}{remark}", told(value))
}

fn rows(table: &Table) -> Vec<String> {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let title = |Column { title, unit, .. }: &Column| {
        if unit.is_empty() { told(title) } else { format!("{} ({})", told(title), told(unit)) }
    };
    let side = |column: &Column| if column.align == Align::Left { ":--" } else { "--:" }.to_owned();
    let columns = &table.columns;
    let head = [columns.iter().map(title).collect(), columns.iter().map(side).collect()];
    head.into_iter().chain(table.rows.iter().map(|row| row.iter().map(|cell| told(cell)).collect())).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::super::{Fit, List};
    use super::*;

    #[test]
    fn every_kind_of_block_is_told_and_no_text_is_markup() {
        let fact = |label: &str, remark: &str| Fact { label: label.into(), value: "a".into(), remark: remark.into() };
        let facts = Block::Facts { facts: vec![fact("low_price", "price 9"), fact("", "")], list: List::Named };
        let table = Table::new("Money", [Column::of("net\nprofit", "yuan"), "share".into()], Fit::Cut);
        let charts = Group::of([Block::Charts { names: vec!["charts/cash.svg".into()] }]);
        let page = Page::new("2\u{a0}of\u{a0}*each*", Group::of([facts]))
            .with(Group::text("One <b>.\nTwo.").below("What happened"))
            .with(table.rows([["  a|b", "1", "2 %"].map(str::to_owned)]).and(charts))
            .with(Group::note("launchsim run a_b.toml"))
            .with(Group::note(""));
        assert_eq!(
            page.markdown(),
            "# 2 of \\*each\\*\n\n- **low\\_price**: a; price 9\n- a\n\n## What happened\n\nOne \\<b\\>.\n\nTwo.\n\n\
             | Money | net profit (yuan) | share |\n| :-- | --: | --: |\n| a\\|b | 1 | 2 % |\n\n\
             ![charts/cash.svg](<charts/cash.svg>)\n\n```text\nlaunchsim run a_b.toml\n```\n"
        );
        let read: Page = serde_json::from_str(&serde_json::to_string(&page).unwrap()).unwrap();
        assert_eq!(read.markdown(), page.markdown());
    }
}
