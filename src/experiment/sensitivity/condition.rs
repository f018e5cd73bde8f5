//! In which launches what is asked is true: `--where 'net_profit_yuan < 0'`.

use crate::experiment::compare::Alternative;
use crate::experiment::optimize::units::measured;
use crate::language::expression::Condition;
use crate::language::nearest;

/// The metrics a condition names, in each launch: of one alternative, or of the second less the first.
///
/// `None` in a launch in which the condition does not apply.
///
/// # Errors
/// In plain English: what cannot be read or is not known, and what to write instead.
pub fn interest(text: &str, alternatives: &[Alternative]) -> Result<Vec<Option<bool>>, String> {
    let condition = Condition::parse(text).map_err(|fault| format!("--where: {fault}\n{}", fault.pointed_out(text)))?;
    if !condition.left.is_of_one_launch() {
        return Err(
            "--where asks of each launch; leave the figure over launches out, as in 'net_profit_yuan < 0'".into()
        );
    }
    if let [first, ..] = alternatives {
        measured("--where", &condition.left, &first.layout)?;
    }
    let columns: Vec<Vec<f64>> =
        condition.left.variables().iter().map(|name| column(name, alternatives)).collect::<Result<_, _>>()?;
    let columns: Vec<&[f64]> = columns.iter().map(Vec::as_slice).collect();
    let values = condition.left.of_columns(&columns);
    Ok(values.into_iter().map(|value| condition.sense.holds(value, condition.limit)).collect())
}

fn column(name: &str, alternatives: &[Alternative]) -> Result<Vec<f64>, String> {
    let one = |alternative: &Alternative| {
        let layout = &alternative.layout;
        layout.metric(name).map(|at| alternative.metrics[at].clone()).ok_or_else(|| {
            let cure = nearest(name, layout.metric_names()).map_or_else(
                || "summary.json of a run lists them".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            format!("--where: {} yields no metric `{name}`; {cure}", alternative.name)
        })
    };
    match alternatives {
        [first, second, ..] => {
            let (first, second) = (one(first)?, one(second)?);
            Ok(second.iter().zip(&first).map(|(second, first)| second - first).collect())
        }
        [first] => one(first),
        [] => Ok(Vec::new()),
    }
}
