//! What docs/validation.md shows: chapters, their tests, the sources of their figures and the equations they hold.

use crate::validation::{Chapter, Kind, Test};

const fn test(name: &'static str, source: &'static str, holds: &'static [u32]) -> Test {
    Test { name, source, holds }
}

const STOCKPYL: &str = "stockpyl 1.0.2, simulated";
const PUBLISHED: &str = "stockpyl's tests, after Snyder & Shen (2019)";
const CLOSED: &str = "closed form";
const MILLS: &str = "Mills (1959); Petruzzi & Dada (1999), first-order conditions";
const KARLIN: &str = "Karlin & Carr (1962); Petruzzi & Dada (1999), first-order conditions";
const HADLEY: &str = "closed form; Hadley & Whitin (1963)";
const DADA: &str = "closed form; after Dada & Hu (2008), the interest given";
const FISHER: &str = "sums over all demand; Fisher & Raman (1996), Iyer & Bergen (1997), Azoury (1985)";
const EPPEN: &str = "sums over all demand; Eppen & Iyer (1997), by whole lots";
const SHELF: &str = "six days by hand; Silver, Pyke & Thomas (2017), chapter 6";
const TURNS: &str = "six days by hand; Silver, Pyke & Thomas (2017), chapter 1; Zipkin (2000), chapter 3";
const BULLWHIP: &str = "closed form; Chen, Drezner, Ryan & Simchi-Levi (2000), orders of what was asked for";
const SCIPY: &str = "scipy 1.17.1";

pub const CHAPTERS: &[Chapter] = &[
    Chapter {
        title: "Deterministic traces",
        kind: Kind::Traces,
        text: "Runs of another simulator, and identities of the field, period by period: every cell is compared, in the unit of its column.",
        tests: &[
            test("base_stock_without_lead_time_runs_as_t00", STOCKPYL, &[11, 19, 28, 33]),
            test("base_stock_with_a_lead_time_of_one_day_runs_as_t01", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("base_stock_with_a_lead_time_of_two_days_runs_as_t02", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("an_s_s_policy_runs_as_t04", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("a_fixed_quantity_every_day_runs_as_t06", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("a_supplier_with_a_daily_capacity_runs_as_t07", STOCKPYL, &[11, 12, 14, 33]),
            test("days_without_ordering_run_as_t09_op", STOCKPYL, &[11, 12, 14, 33]),
            test("days_without_transport_run_as_t09_tp", STOCKPYL, &[11, 14, 33]),
            test("assembly_of_two_parts_runs_as_t12", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("assembly_with_one_supplier_not_ordering_runs_as_t14", STOCKPYL, &[11, 12, 14, 19, 33]),
            test("assembly_with_one_route_closed_runs_as_t15", STOCKPYL, &[11, 14, 19, 33]),
            test("assembly_of_four_parts_runs_as_t17", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("a_launch_from_empty_stocks_runs_as_t18", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("assembly_with_two_of_one_part_in_each_phone_runs_as_t20", STOCKPYL, &[11, 14, 19, 28, 33]),
            test("a_published_single_stage_runs_as_p01", "stockpyl's tests", &[11, 14, 19, 28, 33]),
            test(
                "a_published_newsvendor_with_fractional_demand_runs_as_p02",
                "stockpyl's tests",
                &[11, 14, 19, 28, 33],
            ),
            test(
                "a_published_assembly_with_its_own_stock_and_lead_time_runs_as_p09",
                "stockpyl's tests",
                &[11, 14, 19, 21, 28, 33],
            ),
            test(
                "the_backlog_of_an_assembly_is_the_largest_shortage_of_a_part",
                "identity of assemble-to-order (Song & Zipkin 2003)",
                &[11, 19],
            ),
            test(
                "a_base_stock_level_is_short_by_the_demand_of_the_lead_time",
                "identity of base stock (Zipkin 2000)",
                &[11, 14, 19],
            ),
        ],
    },
    Chapter {
        title: "Totals of the traces",
        kind: Kind::Figures,
        text: "Costs as the sources print them, to a thousandth.",
        tests: &[
            test("base_stock_without_lead_time_runs_as_t00", STOCKPYL, &[33]),
            test("base_stock_with_a_lead_time_of_one_day_runs_as_t01", STOCKPYL, &[33]),
            test("base_stock_with_a_lead_time_of_two_days_runs_as_t02", STOCKPYL, &[33]),
            test("an_s_s_policy_runs_as_t04", STOCKPYL, &[33]),
            test("a_fixed_quantity_every_day_runs_as_t06", STOCKPYL, &[33]),
            test("a_supplier_with_a_daily_capacity_runs_as_t07", STOCKPYL, &[33]),
            test("days_without_ordering_run_as_t09_op", STOCKPYL, &[33]),
            test("days_without_transport_run_as_t09_tp", STOCKPYL, &[33]),
            test("assembly_of_two_parts_runs_as_t12", STOCKPYL, &[33]),
            test("assembly_with_one_supplier_not_ordering_runs_as_t14", STOCKPYL, &[33]),
            test("assembly_with_one_route_closed_runs_as_t15", STOCKPYL, &[33]),
            test("assembly_of_four_parts_runs_as_t17", STOCKPYL, &[33]),
            test("a_launch_from_empty_stocks_runs_as_t18", STOCKPYL, &[33]),
            test("assembly_with_two_of_one_part_in_each_phone_runs_as_t20", STOCKPYL, &[33]),
            test("a_published_single_stage_runs_as_p01", "stockpyl's tests", &[33]),
            test("a_published_newsvendor_with_fractional_demand_runs_as_p02", "stockpyl's tests", &[33]),
            test("a_published_assembly_with_its_own_stock_and_lead_time_runs_as_p09", "stockpyl's tests", &[33]),
        ],
    },
    Chapter {
        title: "Stocks, queues and newsvendors under luck",
        kind: Kind::Simulated,
        text: "Means over launches, and within long launches over days, that must lie within three standard errors (`z`) of what theory says.",
        tests: &[
            test(
                "base_stock_under_poisson_demand_reaches_its_steady_state",
                "enumerated Poisson laws",
                &[6, 11, 14, 19, 28],
            ),
            test(
                "assembly_to_order_under_poisson_demand_reaches_its_steady_state",
                "enumerated Poisson laws",
                &[6, 11, 14, 19, 28],
            ),
            test("the_newsvendor_under_poisson_demand_costs_what_the_book_says", PUBLISHED, &[6, 11, 33]),
            test(
                "s_s_policies_under_poisson_demand_cost_what_the_tables_say",
                "Zheng & Federgruen (1991)",
                &[6, 11, 33, 73],
            ),
            test(
                "two_levels_cost_least_where_the_lead_times_differ_by_a_day",
                "Fukuda (1964), by value iteration",
                &[6, 11, 33, 75, 76],
            ),
            test(
                "a_daily_capacity_under_poisson_orders_queues_as_the_theory_says",
                "Lindley's recursion, solved numerically",
                &[18, 19, 21],
            ),
            test("the_newsvendor_under_continuous_demand_costs_what_the_book_says", PUBLISHED, &[33, 36]),
            test(
                "one_season_earns_what_the_book_says",
                "stockpyl's tests; quadrature after Petruzzi & Dada (1999)",
                &[1, 35, 36],
            ),
            test("a_newsvendor_with_uncertain_yield_costs_what_the_book_says", PUBLISHED, &[12, 22, 33]),
            test("base_stock_under_normal_demand_costs_what_the_book_says", PUBLISHED, &[11, 33, 68]),
            test(
                "a_price_setting_newsvendor_with_additive_demand_earns_what_the_book_says",
                "quadrature after Petruzzi & Dada (1999)",
                &[35, 68],
            ),
            test("additive_demand_is_priced_below_the_riskless_price_as_mills_says", MILLS, &[35, 68, 98]),
            test(
                "multiplicative_demand_is_priced_above_the_riskless_price_as_karlin_and_carr_say",
                KARLIN,
                &[35, 68, 98],
            ),
            test("a_newsvendor_with_a_budget_orders_what_it_buys_and_earns_what_the_book_says", HADLEY, &[35, 50, 98]),
            test("a_newsvendor_on_credit_orders_less_by_the_interest", DADA, &[34, 35, 50, 98]),
            test(
                "a_second_order_after_early_demand_is_the_quantile_and_earns_what_fisher_and_raman_say",
                FISHER,
                &[6, 57, 98, 99],
            ),
            test("lots_cancelled_after_early_demand_earn_what_eppen_and_iyer_say", EPPEN, &[6, 57, 98, 99, 100]),
            test(
                "orders_of_a_retailer_vary_more_than_its_sales_as_the_book_says",
                "Chen, Drezner, Ryan & Simchi-Levi (2000)",
                &[68, 92],
            ),
            test("base_stock_with_a_failing_supplier_costs_what_the_book_says", PUBLISHED, &[11, 12, 33, 58]),
        ],
    },
    Chapter {
        title: "Closed forms, identities and published figures",
        kind: Kind::Figures,
        text: "Diffusion, learning, waiting, prices and the arithmetic of the source text, without luck.",
        tests: &[
            test("the_newsvendor_with_eight_outcomes_costs_exactly_what_they_say", PUBLISHED, &[33]),
            test("customers_served_from_the_shelf_are_counted_by_hand", SHELF, &[102, 103]),
            test("turns_and_days_of_supply_are_cost_of_sales_over_book_value", TURNS, &[103, 104, 105]),
            test("orders_that_pass_demand_on_swing_as_it_does_and_lots_swing_more", BULLWHIP, &[106]),
            test(
                "the_error_of_the_daily_bass_curve_halves_when_days_double",
                "Bass (1969); Bass, Krishnan & Jain (1994)",
                &[2, 6, 43],
            ),
            test(
                "the_generalised_bass_formula_is_met_to_first_order_in_the_step",
                "Bass, Krishnan & Jain (1994)",
                &[2, 6, 43],
            ),
            test(
                "customers_served_at_a_constant_rate_spread_the_word_as_the_closed_form_says",
                "Ho, Savin & Terwiesch (2002), by days",
                &[2, 6, 37],
            ),
            test("prices_choose_as_elasticity_and_logit_say", CLOSED, &[1]),
            test("parts_learn_as_crawfords_unit_curve", "R package learningCurve", &[10]),
            test("learning_coefficients_are_exact", CLOSED, &[10]),
            test("the_sum_of_those_waiting_is_the_sum_of_their_waits", "Little (1961)", &[27]),
            test("three_hundred_thousand_phones_at_1499_lose_150_300_000_yuan", "the source text", &[24, 35, 39]),
            test("three_hundred_thousand_phones_at_1999_lose_300_000_yuan", "the source text", &[24, 35, 39]),
            test("lots_cost_a_year_what_the_formula_of_harris_says", "Harris (1913)", &[11, 33, 73]),
            test("the_loaded_cost_of_the_text_is_2000_yuan_at_either_price", "the source text", &[24, 25]),
            test(
                "a_second_order_after_early_demand_is_the_quantile_and_earns_what_fisher_and_raman_say",
                FISHER,
                &[6, 57, 98, 99],
            ),
            test("additive_demand_is_priced_below_the_riskless_price_as_mills_says", MILLS, &[35, 68, 98]),
            test(
                "multiplicative_demand_is_priced_above_the_riskless_price_as_karlin_and_carr_say",
                KARLIN,
                &[35, 68, 98],
            ),
            test("a_newsvendor_with_a_budget_orders_what_it_buys_and_earns_what_the_book_says", HADLEY, &[35, 50, 98]),
            test("a_newsvendor_on_credit_orders_less_by_the_interest", DADA, &[34, 35, 50, 98]),
        ],
    },
    Chapter {
        title: "Distributions and words",
        kind: Kind::Traces,
        text: "Quantiles, distribution functions, means, counts and random words; differences are relative for quantiles.",
        tests: &[
            test("quantiles_distribution_functions_and_moments_match_scipy", SCIPY, &[36]),
            test("counts_of_a_word_are_the_quantiles_of_scipy", SCIPY, &[6, 68]),
            test("discrete_quantiles_are_the_smallest_values_that_reach_u", "exact arithmetic", &[36]),
            test("philox_gives_the_published_answers", "random123, kat_vectors", &[36]),
        ],
    },
    Chapter {
        title: "Draws",
        kind: Kind::Simulated,
        text: "Means over draws, within three standard errors.",
        tests: &[
            test("draws_have_the_variances_of_scipy", SCIPY, &[36, 68]),
            test("correlated_normals_have_the_correlations_of_scipy", SCIPY, &[36]),
            test(
                "the_rate_is_a_geometric_brownian_motion_about_its_path",
                "closed forms; Black (1976) for the option",
                &[77],
            ),
            test("returns_are_binomial", "the binomial law", &[79]),
        ],
    },
    Chapter {
        title: "Statistics and finance",
        kind: Kind::Figures,
        text: "Estimators and intervals of [statistics.md](statistics.md), and the mathematics of finance.",
        tests: &[
            test("correlated_normals_have_the_correlations_of_scipy", SCIPY, &[36]),
            test("intervals_are_those_of_scipy_and_statsmodels", "scipy 1.17.1, statsmodels 0.15.0", &[]),
            test("paired_differences_are_students_and_save_what_common_luck_saves", "Student (1908); quadrature", &[]),
            test(
                "tails_quantiles_and_moments_of_columns_are_those_of_numpy_and_nist",
                "scipy, NumPy 2.4.6, NIST StRD",
                &[],
            ),
            test("finance_is_that_of_numpy_financial", "numpy-financial 1.0.0", &[61, 62, 63]),
        ],
    },
];
