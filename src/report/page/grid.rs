//! A plain table for a terminal: each column to its side, blocks of columns where it is wide.

/// Space between two columns.
const GAP: &str = "  ";

pub(super) fn width(text: &str) -> usize {
    text.chars().count()
}

/// Rows with as many cells as the first, which is the header; a header may take several lines.
///
/// Columns that do not fit into `room` characters follow in a further block below, each with the first column again.
pub(super) fn grid(rows: &[Vec<String>], left: &[bool], room: usize) -> String {
    let Some(header) = rows.first() else { return String::new() };
    let columns = header.len();
    let of_cell = |cell: &String| cell.lines().map(width).max().unwrap_or(0);
    let widths: Vec<usize> =
        (0..columns).map(|at| rows.iter().map(|row| of_cell(&row[at])).max().unwrap_or(0)).collect();
    let mut blocks: Vec<Vec<usize>> = vec![vec![0]];
    let mut used = widths.first().copied().unwrap_or(0);
    for (at, width) in widths.iter().enumerate().skip(1) {
        let needed = GAP.len() + width;
        let block = blocks.last().map_or(0, Vec::len);
        if used + needed > room && block > 1 {
            blocks.push(vec![0]);
            used = widths[0];
        }
        used += needed;
        if let Some(block) = blocks.last_mut() {
            block.push(at);
        }
    }
    let lines_of = |row: &Vec<String>, block: &[usize]| -> Vec<String> {
        let height = block.iter().map(|&at| row[at].lines().count()).max().unwrap_or(1).max(1);
        let line = |number: usize| {
            let cells = block.iter().map(|&at| {
                // Short cells stand on the last line of a tall row.
                let lines: Vec<&str> = row[at].lines().collect();
                let text = (number + lines.len()).checked_sub(height).and_then(|at| lines.get(at)).unwrap_or(&"");
                let blank = " ".repeat(widths[at] - width(text));
                if left[at] { format!("{text}{blank}") } else { format!("{blank}{text}") }
            });
            cells.collect::<Vec<_>>().join(GAP).trim_end().to_owned()
        };
        (0..height).map(line).collect()
    };
    let text = |block: &Vec<usize>| rows.iter().flat_map(|row| lines_of(row, block)).collect::<Vec<_>>().join("\n");
    blocks.iter().map(text).collect::<Vec<_>>().join("\n\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_that_do_not_fit_follow_below() {
        let row = |cells: [&str; 3]| cells.map(str::to_owned).to_vec();
        let rows = [row(["Price", "low\none", "two"]), row(["mean", "12", "1,000"])];
        let left = [true, false, false];
        assert_eq!(grid(&rows, &left, 40), "       low\nPrice  one    two\nmean    12  1,000");
        assert_eq!(grid(&rows, &left, 12), "       low\nPrice  one\nmean    12\n\nPrice    two\nmean   1,000");
    }
}
