//! `--until`: launches are added until an interval is as narrow as asked.

use clap::Args;

use super::failure::Failure;
use crate::company::plan::Plan;
use crate::experiment::until::Target;

/// When it is enough.
#[derive(Debug, Args)]
pub struct Until {
    /// Add launches until an interval is this narrow, as in 'net_profit_yuan ± 1%'
    ///
    /// The width is in the unit of the metric or, with %, a share of its mean. The interval at which it stops holds with
    /// 95 % confidence though it was looked at more than once. A comparison takes 'difference METRIC ± NUMBER' too.
    #[arg(long, value_name = "TARGET", conflicts_with = "launches")]
    until: Option<String>,
    /// Launches with --until at most
    #[arg(long, value_name = "N", default_value_t = 1_000_000, requires = "until", value_parser = most)]
    pub most: u32,
}

/// A number of launches of which intervals can be made.
fn most(text: &str) -> Result<u32, String> {
    match super::options::launches(text)? {
        1 => Err("at least 2 launches".into()),
        most => Ok(most),
    }
}

impl Until {
    /// Whether nothing was asked of an interval.
    #[must_use]
    pub fn target_is_none(&self) -> bool {
        self.until.is_none()
    }

    /// What was asked for of scenarios with these names and plans.
    ///
    /// # Errors
    /// When it cannot be read, or one of them has no such metric.
    pub fn target<'a>(&self, plans: impl IntoIterator<Item = (&'a str, &'a Plan)>) -> Result<Option<Target>, Failure> {
        let Some(text) = &self.until else { return Ok(None) };
        let target = Target::parse(text).map_err(Failure::Usage)?;
        let mut count = 0;
        for (name, plan) in plans {
            count += 1;
            if plan.layout.metric(&target.metric).is_none() {
                let cure = crate::language::nearest(&target.metric, plan.layout.metric_names())
                    .map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
                return Err(Failure::Usage(format!("--until: {name} yields no metric `{}`{cure}", target.metric)));
            }
        }
        if target.difference && count < 2 {
            let text = "--until: one scenario has no differences; `launchsim compare` has, or leave `difference` out";
            return Err(Failure::Usage(text.into()));
        }
        Ok(Some(target))
    }
}
