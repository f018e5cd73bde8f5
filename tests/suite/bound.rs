//! Is a launch told to be bound by what would have sold more?

use crate::limits::date;
use crate::promised::{chip, round, shop};
use crate::support;

#[track_caller]
fn bound_by(text: &str, what: &str) {
    let launch = support::launch(text, 0);
    for metric in ["bound_by_demand", "bound_by_capacity", "bound_by_plan", "bound_by_part"] {
        assert_eq!(launch(metric), f64::from(u8::from(metric == what)), "{metric} for {what}");
    }
    assert_eq!(launch("bound_by.chip"), f64::from(u8::from(what == "bound_by_part")));
}

#[test]
fn sales_are_bound_by_what_is_not_left_for_those_who_want_a_phone() {
    let open = format!("[window.shop]\nkind = \"open\"\nopens = {}\n", date(0));
    let plan = format!("[build_plan]\ncumulative = [[{}, 0], [{}, 200]]\n", date(12), date(13));
    let planned = chip("pacing = true\npolicy = \"none\"\nlead_time = \"10 days\"\nreview = \"1 week\"") + &plan;
    let stocked = |chips: u32| {
        chip(&format!("pacing = true\npolicy = \"none\"\nlead_time = \"10 days\"\nopening_stock = {chips}"))
    };
    // Fifty customers, 300 chips.
    let few = shop(60, "", &(stocked(300) + &open)).replace("1e6", "50");
    bound_by(&few, "bound_by_demand");
    // A thousand customers and 5,000 chips: the line makes 400 phones in ten days.
    let many = shop(10, "", &(stocked(5000) + &open)).replace("1e6", "1000");
    bound_by(&many, "bound_by_capacity");
    // The plan bought for 200, and all of them came.
    bound_by(&shop(60, "", &(planned.clone() + &open)), "bound_by_plan");
    // Those who came to the last round and got none are unserved, though nobody waits.
    let sold_out = shop(60, "", &(planned.clone() + &round("plan", 5, 20, "")));
    assert_eq!(support::launch(&sold_out, 0)("waiting_end"), 0.0);
    bound_by(&sold_out, "bound_by_plan");
    // The same plan, and nothing came in time.
    let quake = format!(
        "[disruption.quake]\ncomponent = \"chip\"\neffect = \"halt\"\nstops = \"deliveries\"\nfrom = {}\nlength = \"90 days\"\n",
        date(5)
    );
    bound_by(&shop(60, "", &(planned + &open + &quake)), "bound_by_part");
    // No plan buys any more.
    bound_by(&shop(60, "", &(stocked(300) + &open)), "bound_by_part");
}
