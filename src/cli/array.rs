//! Which part of a sweep this process is: typed, or by what a queue tells each task of an array.

use crate::experiment::sweep::Shard;

/// A part, and the folder inside that of the whole in which it lies where nobody named one for each.
pub struct Part {
    pub shard: Shard,
    pub inside: Option<String>,
}

/// What a queue calls the number of a task, where its tasks begin and end, their step, and how many there are.
struct Queue {
    name: &'static str,
    number: &'static str,
    first: First,
    last: Option<&'static str>,
    step: Option<&'static str>,
    count: Option<&'static str>,
}

/// The number of the first task.
enum First {
    Is(u64),
    Stands(&'static str),
}

const QUEUES: [Queue; 6] = [
    Queue {
        name: "Slurm",
        number: "SLURM_ARRAY_TASK_ID",
        first: First::Stands("SLURM_ARRAY_TASK_MIN"),
        last: Some("SLURM_ARRAY_TASK_MAX"),
        step: Some("SLURM_ARRAY_TASK_STEP"),
        count: Some("SLURM_ARRAY_TASK_COUNT"),
    },
    Queue {
        name: "Grid Engine",
        number: "SGE_TASK_ID",
        first: First::Stands("SGE_TASK_FIRST"),
        last: Some("SGE_TASK_LAST"),
        step: Some("SGE_TASK_STEPSIZE"),
        count: None,
    },
    Queue {
        name: "LSF",
        number: "LSB_JOBINDEX",
        first: First::Is(1),
        last: Some("LSB_JOBINDEX_END"),
        step: Some("LSB_JOBINDEX_STEP"),
        count: None,
    },
    Queue {
        name: "AWS Batch",
        number: "AWS_BATCH_JOB_ARRAY_INDEX",
        first: First::Is(0),
        last: None,
        step: None,
        count: Some("AWS_BATCH_JOB_ARRAY_SIZE"),
    },
    Queue {
        name: "Kubernetes",
        number: "JOB_COMPLETION_INDEX",
        first: First::Is(0),
        last: None,
        step: None,
        count: None,
    },
    Queue { name: "PBS", number: "PBS_ARRAY_INDEX", first: First::Is(1), last: None, step: None, count: None },
];

impl Part {
    /// What is typed after `--shard`, or the whole.
    ///
    /// # Errors
    /// In plain English, what to write instead.
    pub fn typed(text: Option<&str>) -> Result<Self, String> {
        Self::read(text, &|name| std::env::var(name).ok())
    }

    fn read(text: Option<&str>, variable: &dyn Fn(&str) -> Option<String>) -> Result<Self, String> {
        let Some(text) = text else { return Ok(Self { shard: Shard::WHOLE, inside: None }) };
        let of =
            match text.trim().split_once('/') {
                None if text.trim() == "auto" => None,
                Some(("auto", of)) => {
                    Some(of.trim().parse().ok().filter(|of| *of > 0).ok_or_else(|| {
                        format!("--shard {text}: write the number of parts behind auto/, as in auto/8")
                    })?)
                }
                _ => return Ok(Self { shard: Shard::parse(text)?, inside: None }),
            };
        let shard = of_queue(of, variable)?;
        let width = shard.of.to_string().len();
        let inside = format!("part_{:0width$}_of_{}", shard.number, shard.of);
        Ok(Self { shard, inside: Some(inside) })
    }
}

/// The part that the task of a queue is; `of` is how many there are, where the queue does not say.
fn of_queue(of: Option<u64>, variable: &dyn Fn(&str) -> Option<String>) -> Result<Shard, String> {
    let number = |name: &str| -> Option<u64> { variable(name)?.trim().parse().ok() };
    // Where there is no array, Grid Engine says "undefined" and LSF 0.
    let set = |queue: &&Queue| number(queue.number).is_some_and(|task| !(queue.name == "LSF" && task == 0));
    let Some(queue) = QUEUES.iter().find(set) else {
        let known: Vec<String> = QUEUES.iter().map(|queue| format!("{} ({})", queue.number, queue.name)).collect();
        return Err(format!(
            "--shard auto: this is no task of an array, none of these is set: {}; write the part, as in --shard 2/8",
            known.join(", ")
        ));
    };
    let first = match queue.first {
        First::Is(first) => first,
        First::Stands(name) => number(name).unwrap_or(1),
    };
    let step = queue.step.and_then(number).filter(|step| *step > 0).unwrap_or(1);
    let last = queue.last.and_then(number).map(|last| last.saturating_sub(first) / step + 1);
    let told = queue.count.and_then(number).or(last);
    let name = queue.name;
    let of = of.or(told).ok_or_else(|| {
        format!("--shard auto: {name} does not say how many tasks there are; write it, as in --shard auto/8")
    })?;
    let task = number(queue.number).unwrap_or(0);
    let place = task.checked_sub(first).map(|past| (past / step, past % step));
    let Some((place, 0)) = place else {
        return Err(format!(
            "--shard auto: {name} says task {task}, and its tasks begin at {first} and come every {step}"
        ));
    };
    // Tasks with gaps, as in 1,3,7, have a count that their numbers pass.
    if place >= of || told.is_some_and(|told| last.is_some_and(|last| last != told)) {
        return Err(format!(
            "--shard auto: task {task} of {name} is not one of {of} in a row; number the tasks of the array 1 to {of}"
        ));
    }
    Ok(Shard { number: place + 1, of })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(text: &str, set: &[(&str, &str)]) -> Result<(u64, u64, Option<String>), String> {
        let variable = |name: &str| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        Part::read(Some(text), &variable).map(|Part { shard, inside }| (shard.number, shard.of, inside))
    }

    #[test]
    fn every_queue_tells_which_part_a_task_is() {
        let inside = |name: &str| Some(name.to_owned());
        let slurm = [
            ("SLURM_ARRAY_TASK_ID", "14"),
            ("SLURM_ARRAY_TASK_MIN", "10"),
            ("SLURM_ARRAY_TASK_MAX", "20"),
            ("SLURM_ARRAY_TASK_STEP", "2"),
            ("SLURM_ARRAY_TASK_COUNT", "6"),
        ];
        assert_eq!(part("auto", &slurm), Ok((3, 6, inside("part_3_of_6"))));
        let grid =
            [("SGE_TASK_ID", "12"), ("SGE_TASK_FIRST", "1"), ("SGE_TASK_LAST", "12"), ("SGE_TASK_STEPSIZE", "1")];
        assert_eq!(part("auto", &grid), Ok((12, 12, inside("part_12_of_12"))));
        let lsf = [("LSB_JOBINDEX", "2"), ("LSB_JOBINDEX_END", "10")];
        assert_eq!(part("auto", &lsf), Ok((2, 10, inside("part_02_of_10"))));
        let batch = [("AWS_BATCH_JOB_ARRAY_INDEX", "0"), ("AWS_BATCH_JOB_ARRAY_SIZE", "3")];
        assert_eq!(part("auto", &batch), Ok((1, 3, inside("part_1_of_3"))));
        assert_eq!(part("auto/4", &[("JOB_COMPLETION_INDEX", "3")]), Ok((4, 4, inside("part_4_of_4"))));
        assert_eq!(part("auto/4", &[("PBS_ARRAY_INDEX", "1")]), Ok((1, 4, inside("part_1_of_4"))));
        assert_eq!(part("2/3", &slurm), Ok((2, 3, None)));
    }

    #[test]
    fn what_a_queue_does_not_say_is_asked_for() {
        let refused = |text: &str, set: &[(&str, &str)]| part(text, set).unwrap_err();
        assert!(refused("auto", &[]).contains("SLURM_ARRAY_TASK_ID (Slurm)"));
        assert!(
            refused("auto", &[("SGE_TASK_ID", "undefined"), ("LSB_JOBINDEX", "0")]).contains("no task of an array")
        );
        assert!(refused("auto", &[("PBS_ARRAY_INDEX", "1")]).contains("write it, as in --shard auto/8"));
        assert!(refused("auto/0", &[("PBS_ARRAY_INDEX", "1")]).contains("as in auto/8"));
        assert!(refused("auto/4", &[("JOB_COMPLETION_INDEX", "4")]).contains("not one of 4 in a row"));
        // An array of 1, 3 and 7: three tasks, the last of which is no third.
        let gaps = [
            ("SLURM_ARRAY_TASK_ID", "3"),
            ("SLURM_ARRAY_TASK_MIN", "1"),
            ("SLURM_ARRAY_TASK_MAX", "7"),
            ("SLURM_ARRAY_TASK_COUNT", "3"),
        ];
        assert!(refused("auto", &gaps).contains("number the tasks of the array 1 to 3"));
        assert!(
            refused(
                "auto",
                &[("SLURM_ARRAY_TASK_ID", "3"), ("SLURM_ARRAY_TASK_MIN", "4"), ("SLURM_ARRAY_TASK_MAX", "6")]
            )
            .contains("begin at 4")
        );
        assert!(refused("3", &[]).contains("write I/N"));
    }
}
