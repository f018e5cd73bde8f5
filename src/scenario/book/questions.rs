//! The questions that a launch needs answered, in the order in which a planner thinks of them.

/// Questions of one subject.
#[derive(Clone, Copy, Debug)]
pub struct Subject {
    /// What they are about.
    pub title: &'static str,
    /// Each question with the key that holds its answer; `*` stands for the one thing of a table.
    pub questions: &'static [(&'static str, &'static str)],
}

/// All questions.
pub const SUBJECTS: &[Subject] = &[
    Subject {
        title: "The launch",
        questions: &[
            ("title", "What is this launch called?"),
            ("timeline.start", "On which day does planning and spending begin?"),
            ("timeline.end", "Up to which day is it simulated?"),
            ("run.launches", "How many launches are simulated?"),
        ],
    },
    Subject {
        title: "The company and its money",
        questions: &[
            ("company.currency", "In which money are all amounts?"),
            ("company.opening_cash", "How much cash is there on the first day?"),
            ("company.credit_line", "How far may cash fall below zero?"),
            ("company.interest_rate", "What does money within the credit line cost a year?"),
            ("company.running_cost", "What do staff and offices cost a month?"),
            ("company.vat", "What is the rate of value added tax?"),
            ("company.tax_rate", "What is the rate of income tax?"),
            ("funding.*.amount", "How much do investors pay in later?"),
            ("funding.*.date", "On which day?"),
        ],
    },
    Subject {
        title: "The phone",
        questions: &[
            ("product.*.price", "What does a customer pay, value added tax included?"),
            ("product.*.assembly_fee", "What does the assembler get for a phone?"),
            ("product.*.licence_fee", "What do licences cost for a phone?"),
            ("product.*.logistics_cost", "What does it cost to bring a phone to its customer?"),
            ("product.*.warranty_cost", "What does the warranty of a phone cost on average?"),
            ("product.*.build", "When is a phone built?"),
            ("product.*.stock_cover", "For how many days of sales are finished phones kept?"),
        ],
    },
    Subject {
        title: "Parts and factory (the parts have a sheet of their own)",
        questions: &[
            ("ordering.policy", "How are parts ordered?"),
            ("ordering.review", "How often are orders reviewed?"),
            ("ordering.safety_time", "For how long should parts last beyond the need?"),
            ("factory.*.ramp", "How many phones can be built a day, from which day on?"),
            ("factory.*.yield_share", "Which share of the phones started is good?"),
            ("factory.*.throughput_time", "How long does it take to build a phone?"),
            ("factory.*.rest_days", "On which weekdays does the factory rest?"),
            ("forecast.daily_orders", "How many orders a day do you expect, from which day on?"),
        ],
    },
    Subject {
        title: "The market",
        questions: &[
            ("market.reach", "How many people could become interested?"),
            ("market.announced", "On which day is the phone announced?"),
            ("market.innovation", "How fast does news bring people in?"),
            ("market.imitation", "How fast does word of mouth bring people in?"),
            ("market.choice", "How do people choose?"),
            ("market.elasticity", "By how many per cent do buyers fall when the price rises by one per cent?"),
            ("market.reference_price", "At which price do these numbers hold?"),
            ("market.reference_share", "Which share of the interested would buy at that price?"),
            ("window.*.kind", "How is it sold?"),
            ("window.*.opens", "On which day does the sale open?"),
        ],
    },
];
