//! What becomes of a company that cannot pay: it goes on at the penalty rate, or it is wound up.

use launchsim::company::Company;
use launchsim::company::identities::Identities;
use launchsim::company::simulate;
use launchsim::rooms::books::day::Account;

use crate::limits::{daily, date, metrics};
use crate::support;

/// Three customers who waited for a part that has not come; an expense on day 3 that the company cannot pay.
fn broke(expense: f64, stock: u32, supplier: &str) -> String {
    format!(
        "[run]\ndeterministic = true\n[timeline]\nstart = {0}\nhorizon = \"60 days\"\n[company]\nopening_cash = 1000\ncredit_line = 500\n\
         interest_rate = 0\npenalty_rate = 0\non_insolvency = \"stop\"\nrunning_cost = 300\n\
         [product.phone]\nprice = 1000\nparts = {{ screen = 1, case = 1 }}\nbuild = \"to_stock\"\nstock_target = 5\n\
         [supplier.maker]\n{supplier}\n[component.screen]\nsupplier = \"maker\"\nunit_cost = 100\nlead_time = \"20 days\"\n\
         policy = \"order_up_to\"\norder_up_to_level = 4\nreview = \"1 day\"\ncancellation_fee = 0.4\nsalvage = 0.5\n\
         [component.case]\nsupplier = \"maker\"\nunit_cost = 40\nlead_time = \"0 days\"\nopening_stock = {stock}\nsalvage = 0.5\n\
         [factory.line]\n[expense.posters]\nkind = \"marketing\"\namount = {expense}\ndate = {1}\n\
         [window.shop]\nkind = \"open\"\nopens = {0}\n[market]\nreach = 3\ninnovation = 1e9\nimitation = 0\n",
        date(0),
        date(3)
    )
}

#[test]
fn an_insolvent_company_shares_its_estate_among_its_creditors() {
    let day_of_cost = 300.0 * 12.0 / 365.25;
    // Seven screens are on order; ten cases, or five hundred, are in stock and bring half their value.
    let fees = 0.4 * 700.0;
    for (stock, expense) in [(10, 9_000.0), (500, 9_000.0), (500, 4_600.0)] {
        let plan = support::plan(&broke(expense, stock, ""));
        let cash_before = 1000.0 + 3000.0 - 4.0 * day_of_cost - expense;
        let cash = daily(&plan, |company| company.books.cash().0[0]);
        assert!((cash[3] - cash_before).abs() < 1e-6, "the evening of day 3: {}", cash[3]);
        let brought = f64::from(stock) * 40.0 * 0.5;
        let estate = cash_before + brought;
        let share = (estate / (3000.0 + fees)).clamp(0.0, 1.0);
        let owed = daily(&plan, |company| company.books.balance(Account::Prepayments).0[0]);
        assert!((owed[4] - 3000.0 * (1.0 - share)).abs() < 1e-6, "owed to those who waited: {}", owed[4]);
        let metric = metrics(&plan);
        let unpaid = (3000.0 + fees) * (1.0 - share) + (-estate).max(0.0);
        assert!((metric["unpaid_debts_yuan"] - unpaid).abs() < 1e-6, "{} for {unpaid}", metric["unpaid_debts_yuan"]);
        let left = if share < 1.0 { estate.min(0.0) } else { estate - 3000.0 - fees };
        assert!((metric["closing_cash_yuan"] - left).abs() < 1e-6, "{} left", metric["closing_cash_yuan"]);
        assert_eq!((metric["insolvent"], metric["insolvency_day"], metric["cancelled"]), (1.0, 3.0, 3.0));
        let loss = 4.0 * day_of_cost + expense + brought + fees;
        assert!((metric["net_profit_yuan"] + loss).abs() < 1e-6, "{}", metric["net_profit_yuan"]);
    }
}

#[test]
fn a_company_that_is_wound_up_keeps_every_order_of_its_streams() {
    let text = |stream: &str| {
        "[timeline]\nstart = 2026-01-01\nhorizon = \"200 days\"\n[company]\nopening_cash = 5_000\non_insolvency = \"stop\"\n\
         running_cost = 3_000\n[product.widget]\nprice = 20\nparts = { part = 1 }\n[supplier.s]\n[ordering]\npolicy = \"to_order\"\n\
         [component.part]\nsupplier = \"s\"\nunit_cost = 10\nlead_time = \"100 days\"\n[factory.f]\n\
         ramp = [[2026-01-01, 1_000]]\n"
            .to_owned()
            + stream
    };
    let stream = "[order_stream.d]\ndaily_orders = [[2026-01-01, 10], [2026-07-19, 10]]\nnet_price = 20\npayment_terms = \"60 days\"\n";
    let metric = metrics(&support::plan(&text(stream)));
    let of = |name: &str| metric[name];
    assert_eq!((of("orders"), of("shipped"), of("cancelled"), of("waiting_end")), (510.0, 0.0, 510.0, 0.0));
    assert_eq!(of("lost"), 0.0, "customers of a stream are no people of the market");
    // Beside a market both are in it.
    let market =
        "[market]\nreach = 300\ninnovation = 1e9\nimitation = 0\n[window.w]\nkind = \"open\"\nopens = 2026-01-01\n";
    let plan = support::plan(&text(&format!("{stream}{market}")).replace("opening_cash = 5_000", "opening_cash = 0"));
    let both = metrics(&plan);
    assert!(both["cancelled"] >= 300.0 && both["insolvent"] == 1.0, "{}", both["cancelled"]);
    assert_eq!(both["orders"], both["shipped"] + both["cancelled"] + both["waiting_end"]);
}

#[test]
fn deposits_come_back_and_the_fees_of_suppliers_are_debts_like_others() {
    let plan = support::plan(&broke(11_000.0, 500, "deposit = 0.5"));
    let cash = daily(&plan, |company| company.books.cash().0[0]);
    let metric = metrics(&plan);
    let estate = cash[3] + 350.0 + 500.0 * 40.0 * 0.5;
    let share = estate / (3000.0 + 280.0);
    assert!((metric["unpaid_debts_yuan"] - 3280.0 * (1.0 - share)).abs() < 1e-6, "{}", metric["unpaid_debts_yuan"]);
}

#[test]
fn nothing_happens_after_the_end() {
    let text = broke(9_000.0, 10, "")
        .replace("reach = 3", "reach = 5000")
        .replace("innovation = 1e9", "innovation = 2\nforgetting = 0.01")
        .replace("deterministic = true", "deterministic = false")
        .replace("kind = \"open\"", "kind = \"round\"\nquota = 40\nevery = \"1 week\"")
        .replace("[expense", "[order_stream.shop]\nnet_price = 800\npayment_terms = \"20 days\"\ndaily_law = { poisson = { mean = 4 } }\n[expense")
        .replace("9000", "90000");
    let plan = support::plan(&text);
    let figures = |company: &Company<1>| {
        let store = &company.store;
        let counts =
            [store.ordered(), store.shipped(), store.waiting(), company.assembly.started, company.assembly.in_process];
        let counts = counts.iter().fold(0.0, |sum, count| sum * 1000.0 + f64::from(count.0[0]));
        counts + company.books.cash().0[0] / 1e7 + company.books.ledger.net_profit().0[0] / 1e7
    };
    let figures = daily(&plan, figures);
    let last = metrics(&plan)["insolvency_day"] as usize + 1;
    assert!(last < 30 && figures[last - 1] != figures[last], "the end comes on day {last}");
    assert!(figures[last..].iter().all(|&figure| figure == figures[last]), "after day {last}: {figures:?}");
    let mut identities = Identities::default();
    simulate::<16>(&plan, 0, &mut identities);
    assert_eq!(identities.broken, None);
}

#[test]
fn whoever_can_pay_is_the_same_whether_or_not_it_would_be_stopped() {
    let text = broke(9_000.0, 10, "").replace("opening_cash = 1000", "opening_cash = 100_000");
    let stopping = metrics(&support::plan(&text));
    assert_eq!((stopping["unpaid_debts_yuan"], stopping["insolvent"]), (0.0, 0.0));
    let going_on = metrics(&support::plan(&text.replace("\"stop\"", "\"go_on\"")));
    assert_eq!(format!("{stopping:?}"), format!("{going_on:?}"));
}

#[test]
fn an_end_on_the_last_evening_is_settled_as_one_before() {
    let text = broke(9_000.0, 500, "");
    let early = metrics(&support::plan(&text));
    let late = metrics(&support::plan(&text.replace("60 days", "4 days")));
    for name in ["net_profit_yuan", "closing_cash_yuan", "unpaid_debts_yuan", "cancelled", "parts_left_over_yuan"] {
        assert_eq!(early[name], late[name], "{name}");
    }
}
