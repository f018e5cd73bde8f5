//! Exercises for a class: a task, the scenario it is about, what may be moved, and what is handed in.

use crate::report::said::{Text, said};

/// An exercise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Exercise {
    /// Its name on the command line.
    pub name: &'static str,
    /// Its scenario, by the path of the file inside the program; what may be moved stands in its `[explore]`.
    pub scenario: &'static str,
}

/// All of them, the simple ones first.
pub const ALL: [Exercise; 8] = [
    Exercise { name: "newsvendor", scenario: "exercises/newsvendor.toml" },
    Exercise { name: "base_stock", scenario: "exercises/base_stock.toml" },
    Exercise { name: "bass", scenario: "exercises/bass.toml" },
    Exercise { name: "price_and_quantity", scenario: "exercises/price_and_quantity.toml" },
    Exercise { name: "cash", scenario: "exercises/cash.toml" },
    Exercise { name: "disruption", scenario: "exercises/disruption.toml" },
    Exercise { name: "bullwhip", scenario: "exercises/bullwhip.toml" },
    Exercise { name: "mi1_price", scenario: "exercises/mi1_price.toml" },
];

/// The exercise of a name.
#[must_use]
pub fn named(name: &str) -> Option<Exercise> {
    ALL.into_iter().find(|exercise| exercise.name == name)
}

impl Exercise {
    /// Its title.
    #[must_use]
    pub fn title(self) -> Text {
        match self.name {
            "newsvendor" => said!("One order before the season"),
            "base_stock" => said!("How much stock for a promise?"),
            "bass" => said!("When is the peak?"),
            "price_and_quantity" => said!("Price and quantity are one decision"),
            "cash" => said!("How much cash does a profitable phone need?"),
            "disruption" => said!("How many weeks of screens pay?"),
            "bullwhip" => said!("The bullwhip"),
            _ => said!("1,499 or 1,999?"),
        }
    }

    /// What is to be done.
    #[must_use]
    pub fn task(self) -> Text {
        match self.name {
            "newsvendor" => said!(
                "A phone sells on one day for 1,500 yuan; the parts of a phone cost 500 and bring 200 if they are left over. Demand is normal with mean 10,000 and standard deviation 2,500. Move the order until mean profit is highest."
            ),
            "base_stock" => said!(
                "Customers come at random, 2.5 a day; a set of parts takes three days to come, and each day as many are ordered as were sold. Move the base stock until nine customers in ten are served at once."
            ),
            "bass" => said!(
                "A million people hear of a phone, some by themselves, most from those who have it. Stock is no limit. Find the day on which sales are highest, and what moves it more: innovation or imitation."
            ),
            "price_and_quantity" => said!(
                "The same season, but demand hangs on the price: 20,000 less 8 for each yuan, give or take 4,000. Parts cost 500 and bring 200 if they are left over. Move price and order until mean profit is highest."
            ),
            "cash" => said!(
                "Every phone earns, and yet the company is out of cash: parts are paid before phones are sold. Move the cash at the start until at most one launch in twenty runs out of it. What is it worth to pay suppliers 30 days later?"
            ),
            "disruption" => said!(
                "An earthquake stops the screens for two to six months, and a stock of them costs money every day. Move the stock of screens until mean profit is highest."
            ),
            "bullwhip" => said!(
                "A shop sells 100 phones a day, give or take 30, and orders so that its shelf lasts some days of what it expects to sell. By how much do its orders swing more than its sales, and what do fewer days do?"
            ),
            _ => said!(
                "The first phone of 2011, its parts, factories, cash and fans, at both prices under the same luck. Which price would you choose, and which number would have to be wrong for you to choose the other?"
            ),
        }
    }

    /// What is handed in.
    #[must_use]
    pub fn wanted(self) -> Text {
        match self.name {
            "newsvendor" => said!("Hand in the order, the mean profit, and the fractile you would have reckoned."),
            "base_stock" => said!("Hand in the base stock, the share served at once, and the stock it costs."),
            "bass" => said!(
                "Hand in the day of the peak, the share that has bought by then, and which of the two moves it more."
            ),
            "price_and_quantity" => said!(
                "Hand in price, order and mean profit, and whether the price lies below or above that of certain demand."
            ),
            "cash" => said!("Hand in the cash at the start with and without 30 days more to pay."),
            "disruption" => said!("Hand in the weeks of stock, the days short, and the profit against none."),
            "bullwhip" => said!("Hand in the bullwhip ratio for two numbers of days, and why it falls."),
            _ => said!("Hand in the price, the difference with its interval, and the number that would turn it round."),
        }
    }
}
