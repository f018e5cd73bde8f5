//! How a drawing that is lower than its sheet is made to fill it: panels and rows grow, what is written keeps its size.

/// How many times as high panels become at most.
const MOST: f64 = 1.9;

/// Where each height of a drawing goes when its panels grow.
#[derive(Clone, Debug, PartialEq)]
pub struct Stretch {
    /// From where to where a panel reaches, apart from each other and in order.
    panels: Vec<(f64, f64)>,
    /// How many times as high they become.
    times: f64,
}

impl Stretch {
    /// Panels, some beside others, that have so much more room together; `None` where none of them can grow.
    #[must_use]
    pub fn of(panels: &[(f64, f64)], room: f64) -> Option<Self> {
        let mut sorted: Vec<(f64, f64)> = panels.iter().copied().filter(|(top, bottom)| bottom > top).collect();
        sorted.sort_by(|a, b| a.0.total_cmp(&b.0));
        let mut apart: Vec<(f64, f64)> = Vec::new();
        for (top, bottom) in sorted {
            match apart.last_mut() {
                Some(last) if top <= last.1 => last.1 = last.1.max(bottom),
                _ => apart.push((top, bottom)),
            }
        }
        let height: f64 = apart.iter().map(|(top, bottom)| bottom - top).sum();
        let times = (1.0 + room / height).min(MOST);
        (height > 0.0 && times > 1.0).then_some(Self { panels: apart, times })
    }

    /// Where a height goes.
    #[must_use]
    pub fn at(&self, height: f64) -> f64 {
        let above = self.panels.iter().map(|(top, bottom)| height.clamp(*top, *bottom) - top).sum::<f64>();
        height + above * (self.times - 1.0)
    }

    /// By how much the whole becomes higher.
    #[must_use]
    pub fn more(&self) -> f64 {
        self.panels.iter().map(|(top, bottom)| bottom - top).sum::<f64>() * (self.times - 1.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn panels_grow_and_what_lies_between_them_keeps_its_height() {
        // Two beside each other and one below; one that is empty.
        let stretch = Stretch::of(&[(300.0, 400.0), (100.0, 180.0), (120.0, 200.0), (7.0, 7.0)], 100.0).unwrap();
        assert_eq!(stretch.more(), 100.0);
        let at = [0.0, 100.0, 150.0, 200.0, 250.0, 300.0, 350.0, 400.0, 450.0].map(|height| stretch.at(height));
        assert_eq!(at, [0.0, 100.0, 175.0, 250.0, 300.0, 350.0, 425.0, 500.0, 550.0]);
        // Never so high that bars become walls.
        assert_eq!(Stretch::of(&[(0.0, 100.0)], 1000.0).unwrap().at(100.0), 190.0);
        assert_eq!((Stretch::of(&[], 50.0), Stretch::of(&[(0.0, 100.0)], -5.0)), (None, None));
    }
}
