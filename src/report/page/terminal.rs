//! A page in lines of so many characters.

use comfy_table::presets::NOTHING;
use comfy_table::{Attribute, Cell, CellAlignment, ColumnConstraint, ContentArrangement, Width};

use super::grid::{grid, width as length};
use super::{Align, Block, Fact, Fit, Group, List, Page, Table};
use crate::report::said::Text;

/// Characters of a date and the space after it.
const DATE: usize = 13;
/// Fewest characters of a name that is cut to fit the page.
const NAME: usize = 20;
/// Where the figures of tables in line begin, on a page that is wide enough.
const IN_LINE: usize = 38;

/// Characters of a line of a page with wide tables, on a terminal of so many: longer lines are hard to read.
#[must_use]
pub fn room(terminal: u16) -> usize {
    usize::from(terminal.clamp(60, 100))
}

impl Page {
    /// As it is printed: in lines of so many characters, with headings in bold where colours are welcome.
    #[must_use]
    pub fn terminal(&self, width: usize, colour: bool) -> String {
        let paper = Paper { width, colour };
        let title = paper.bold(&wrap(&self.title.to_string(), width));
        let mut groups: Vec<String> = self.groups.iter().map(|group| paper.group(group)).collect();
        if let Some(about) = groups.first_mut() {
            *about = format!("{title}\n{about}");
        }
        groups.join("\n\n") + "\n"
    }
}

/// What a page is printed on.
struct Paper {
    width: usize,
    colour: bool,
}

impl Paper {
    fn bold(&self, text: &str) -> String {
        if self.colour { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() }
    }

    fn group(&self, group: &Group) -> String {
        let heading = group.heading.iter().map(|heading| self.bold(&heading.to_string()));
        heading.chain(group.blocks.iter().filter_map(|block| self.block(block))).collect::<Vec<_>>().join("\n")
    }

    fn block(&self, block: &Block) -> Option<String> {
        Some(match block {
            Block::Paragraph { text } => wrap(&text.to_string(), self.width),
            Block::Facts { facts, list } => {
                facts.iter().map(|fact| self.fact(fact, *list)).collect::<Vec<_>>().join("\n")
            }
            Block::Table(table) => self.table(table),
            Block::Note { text } => text.to_string(),
            Block::Charts { .. } => return None,
        })
    }

    fn fact(&self, fact: &Fact, list: List) -> String {
        let [label, value, remark] = [&fact.label, &fact.value, &fact.remark].map(Text::to_string);
        let (head, indent, taken) = match list {
            List::Dated => (format!("{label:>0$}  ", DATE - 2), DATE, DATE),
            List::Named => ("  ".to_owned(), 4, 4),
            List::Hanging => ("  ".to_owned(), 4, 2),
        };
        let remark = if remark.is_empty() { String::new() } else { format!("; {remark}") };
        let text = if list == List::Dated { format!("{value}{remark}") } else { format!("{label}: {value}{remark}") };
        let lines = wrap(&text, self.width.saturating_sub(taken));
        format!("{head}{}", lines.replace('\n', &format!("\n{}", " ".repeat(indent))))
    }

    fn table(&self, table: &Table) -> String {
        let header = table.columns.iter().map(|column| match (column.unit.to_string().as_str(), table.fit) {
            ("", _) => column.title.to_string(),
            (unit, Fit::Blocks) => format!("{}\n{unit}", column.title),
            (unit, _) => format!("{} ({unit})", column.title),
        });
        let mut rows = vec![header.collect::<Vec<_>>()];
        rows.extend(table.rows.iter().map(|row| row.iter().map(Text::to_string).collect()));
        let left: Vec<bool> = table.columns.iter().map(|column| column.align == Align::Left).collect();
        match table.fit {
            Fit::Folded { in_line, whole } => self.folded(&rows, &left, in_line, whole),
            Fit::Blocks => grid(&rows, &left, self.width),
            Fit::Cut => {
                self.cut(&mut rows);
                let heading = rows[0][0].clone();
                grid(&rows, &left, usize::MAX).replacen(&heading, &self.bold(&heading), 1)
            }
        }
    }

    fn folded(&self, rows: &[Vec<String>], left: &[bool], in_line: bool, whole: bool) -> String {
        let characters = |width: usize| u16::try_from(width).unwrap_or(u16::MAX);
        let mut table = comfy_table::Table::new();
        table
            .load_style(NOTHING)
            .set_content_arrangement(ContentArrangement::Dynamic)
            .set_width(characters(self.width));
        if self.colour {
            table.enforce_styling();
        } else {
            table.force_no_tty();
        }
        let headers = rows[0]
            .iter()
            .enumerate()
            .map(|(at, text)| Cell::new(text).add_attribute(if at == 0 { Attribute::Bold } else { Attribute::Dim }));
        table.set_header(headers).add_rows(&rows[1..]);
        for (at, column) in table.column_iter_mut().enumerate() {
            column.set_padding((0, 2));
            if !left[at] {
                column.set_cell_alignment(CellAlignment::Right);
            }
            if at == 0 && in_line {
                let least = characters(IN_LINE.min(self.width / 2));
                column.set_constraint(ColumnConstraint::LowerBoundary(Width::Fixed(least)));
            } else if at > 0 && whole {
                column.set_constraint(ColumnConstraint::ContentWidth);
            }
        }
        table.lines().map(|line| line.trim_end().to_owned()).collect::<Vec<_>>().join("\n")
    }

    /// Cuts the names of rows that are wider than the page.
    fn cut(&self, rows: &mut [Vec<String>]) {
        let widest = |column: usize| rows.iter().map(|row| length(&row[column])).max().unwrap_or(0);
        let others: usize = (1..rows[0].len()).map(|column| widest(column) + 2).sum();
        let room = self.width.saturating_sub(others).max(NAME).max(length(&rows[0][0]));
        for name in rows.iter_mut().map(|row| &mut row[0]) {
            let all = length(name);
            if all > room {
                *name = if name.contains('.') {
                    // The end of a key says more than its beginning.
                    format!("\u{2026}{}", name.chars().skip(all - room + 1).collect::<String>())
                } else {
                    format!("{}\u{2026}", name.chars().take(room - 1).collect::<String>())
                };
            }
        }
    }
}

/// Breaks a text at spaces so that no line is longer than `width` characters; per cent signs stay with their number.
#[must_use]
pub fn wrap(text: &str, width: usize) -> String {
    let mut lines = vec![String::new()];
    for word in text.replace(" %", "\u{a0}%").split(' ') {
        let Some(line) = lines.last_mut() else { break };
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= width {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(word.to_owned());
        }
    }
    lines.join("\n").replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_broken_at_spaces() {
        assert_eq!(wrap("aa bb cc", 5), "aa bb\ncc");
        assert_eq!(wrap("in 4.1 % of", 7), "in\n4.1 %\nof");
    }
}
