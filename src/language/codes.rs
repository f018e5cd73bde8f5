//! The codes of faults and warnings, each explained once; docs/faults.md is written from this list.

use std::fmt::Write as _;

/// Whether a fault stops the run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// The scenario cannot be run.
    Error,
    /// The scenario runs, but something in it is probably not meant.
    Warning,
}

macro_rules! codes {
    ($($name:ident $id:literal $title:literal $text:literal)*) => {
        /// The code of a fault (`E..`) or of a warning (`W..`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $name,)*
        }

        impl Code {
            /// Every code, in the order of docs/faults.md.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code as it is printed.
            #[must_use]
            pub const fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// The fault in a few words.
            #[must_use]
            pub const fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// What it means and what to do about it.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }
        }
    };
}

codes! {
    Syntax "E001" "Not valid TOML"
        "The file breaks the rules of TOML, so nothing in it could be read. Correct the place shown; faults further down appear once it is right."
    MissingFile "E002" "No such file"
        "A file that is named does not exist, or is a folder. Names after `extends`, `bom`, `supplier_list`, `list` and `file` are relative to the file they are written in; in a `--set` argument they are relative to the current folder."
    NotText "E003" "Not UTF-8 text"
        "The file holds bytes that are not UTF-8 text. Save it again with the encoding UTF-8."
    ExtendsCycle "E004" "Files that extend each other"
        "Following `extends` leads back to a file already read. The chain is shown; take one `extends` out of it."
    BadArgument "E005" "A --set argument that is not KEY=VALUE"
        "An override is written `--set KEY=VALUE`, where KEY is the address of one key: `--set product.mi1.price=1499`."

    NotAFile "E006" "Not a file"
        "What is named is a named pipe, a socket or a device, and reading it might never end. Save what it gives to a file and name that, or pass it on the standard input as `/dev/stdin`."
    TooLarge "E007" "A file that is too large"
        "A scenario, a list or a column of numbers takes at most 100 MB. Look whether it is the file that was meant, and leave out the lines and columns that are not needed."

    UnknownKey "E101" "Unknown key"
        "No table of this kind has such a key. Either it is misspelt or it stands under the wrong table; docs/scenario.md lists every key."
    UnknownTable "E102" "Unknown table"
        "No scenario has such a table. docs/scenario.md lists every table."
    BadName "E103" "A name that cannot be an address"
        "Names become addresses (`component.screen.lead_time`), columns and file names, so they consist of ASCII letters, digits, `_` and `-`, and start with a letter."
    MissingKey "E104" "A key that must be written"
        "The key has no default that would make sense, so the scenario has to say it."
    NotBuilt "E105" "Not built yet"
        "The model describes this, but the program does not simulate it yet. It is refused rather than ignored, because ignoring it would give results for another scenario."
    NotATable "E106" "A value where a table belongs, or the other way round"
        "Things with names are tables with keys of their own: `[supplier.sharp]` and below it `region = \"japan\"`."
    Duplicate "E107" "The same name twice"
        "Two lines of one list carry the same name, or one thing is named twice. Rename one of them or join them."
    Conflict "E108" "Keys that exclude each other"
        "Two ways of saying the same thing were written; only one of them may stand."
    NeedsKey "E109" "A key that another key calls for"
        "A choice made with one key needs a second key to have a meaning."
    Useless "E110" "A key that does nothing here"
        "With the choice made elsewhere in the same table this key has no effect. It is refused so that nobody believes it has one."
    UnknownName "E111" "A name that does not exist"
        "The key must name a thing that has a table of its own or a line in a CSV file."
    NoReferencePrice "E112" "A response to price without the price it is measured from"
        "Elasticity, a rate that follows the price and rivals that react all compare the price with `reference_price` in `[market]`, the price at which the market's numbers hold. It has no default there: were it the product's own price, every price that is tried would be compared with itself, and nothing would ever respond."

    FolderName "E113" "A name that no folder can have"
        "Results go to a folder with the name of the scenario: what `name` says at its top, else its file's name without `.toml`. So the name consists of letters and digits of any script, blanks, `_`, `-` and dots inside, begins with a letter, a digit or `_`, does not end with a blank or a dot, has at most 100 characters (and 200 bytes), and is none that Windows gives to a device, such as `con` or `lpt1`."

    Hidden "E114" "A character that cannot be seen"
        "Control characters, line breaks among them, and characters that turn the direction of text can make a terminal, an editor or a spreadsheet show something else than is written. No title, name, region, key or cell holds one; in a CSV file a quoted remark may have several lines."

    WrongType "E201" "A value of the wrong kind"
        "A number was expected and text was found, or the like."
    OutOfRange "E202" "A value outside its range"
        "The value cannot be meant. Shares are written between 0 and 1: 3 % is 0.03."
    NotFinite "E203" "Not a finite number"
        "`nan`, `inf` and numbers too large to be held are refused everywhere."
    NotWhole "E204" "Not a whole number"
        "The key counts phones, parts or days and takes whole numbers only."
    NeedsUnit "E205" "A length of time without a unit"
        "Lengths of time are text with a number and a unit: `\"90 days\"`, `\"2 weeks\"`, `\"3 months\"`, `\"1 year\"` or `\"36 hours\"`."
    BadDuration "E206" "Not a length of time"
        "A length of time is a number and one of the units hours, days, weeks, months and years, in quotes: `\"90 days\"`. Capitals and short forms are read too: `\"90d\"`, `\"16w\"`, `\"3mo\"`, `\"1y\"`, `\"36h\"`."
    BadDate "E207" "Not a date"
        "A date is written year-month-day, with or without quotes: 2011-09-05."
    NotAChoice "E208" "None of the possible choices"
        "The key takes one of a few words."
    BadList "E209" "A list of the wrong shape"
        "The list has too few or too many items, or its items are of the wrong shape."
    NotAscending "E210" "Points that do not ascend"
        "The points of a path and the steps of a table are written in ascending order, each once."
    NoUncertainty "E211" "A distribution where a plain value belongs"
        "This key takes one value that is the same in every simulated launch."
    TooMany "E212" "More than can be counted"
        "Phones, parts and people are counted one by one, up to 2,000,000,000 of anything in one launch. What an uncertain number can reach counts, without tails of a probability below 10^-12."
    OpensTwice "E213" "A sale that opens again before it has closed"
        "Two openings of one window must not overlap. Shorten `hours` or lengthen `every`."
    NoSuchMetric "E214" "A fact held against something no launch yields"
        "`[observed.NAME]` names a metric of summary.json or, with a date, a daily series."

    Family "E301" "Not one family of distributions"
        "A distribution is a table with the name of exactly one family: `{ uniform = { low = 1, high = 2 } }`, beside it at most `at_least`, `at_most` and `set_to`."
    Parameter "E302" "Parameters of a distribution missing or unknown"
        "Each family has its own parameters; docs/scenario.md lists them."
    Distribution "E303" "Parameters that make no distribution"
        "The parameters contradict each other or lie outside the family's own range."
    Support "E304" "A distribution that leaves the key's range"
        "The distribution can yield values the key does not allow. Truncate it with `at_least` and `at_most` beside the family."
    Column "E305" "A column of numbers that cannot be read"
        "An empirical distribution draws from the numbers of one column of a CSV file with a header line."
    Correlation "E306" "A correlation that cannot be"
        "A rank correlation joins two different uncertain inputs, each pair once, and all correlations together must be possible at once."
    Unattainable "E307" "A rank correlation that two inputs cannot have"
        "Values that come again and again share their ranks, so that a choice between few values can go along with another input only so far. The fault says how far."

    StatedDemand "E308" "Statements that make no curve of demand"
        "Of [expectation.NAME], `willingness_to_pay`, [past_sale.NAME] and [part_worth.NAME] the curve of [market] is fitted. They must say both how many would choose the phone at some price and how that changes with the price, and be numbers that can be."
    Expression "E309" "An expression that cannot be meant"
        "`expr` of `[metric.NAME]` is reckoned in every launch from metrics of that launch. docs/expressions.md lists what can be written; the place within the text is shown. Metrics of your own may name each other in any order, but not in a circle, and what is added or compared is measured in the same unit."
    Joint "E310" "A sample of inputs that cannot be drawn from"
        "`[joint.NAME]` reads a sample whose columns are named after uncertain inputs. Each input is drawn from one sample, has no law or bounds of its own beside it, and no correlation: what goes together is in the lines."
    Order "E401" "Dates in the wrong order"
        "A first day must not lie after a last day, and a level to order at must not lie above the level to order up to."
    OutsideTimeline "E402" "A date outside the timeline"
        "What happens on this date would never be simulated, though the result is meant to hold it."
    Horizon "E403" "A horizon that cannot be simulated"
        "A launch is simulated over at least one day and at most 10,000 days (27 years)."

    Products "E501" "Not exactly one product"
        "A scenario brings out one product: `[product.NAME]`. Several products are not built yet."

    Cycle "E502" "Suppliers that wait for each other"
        "Each supplier waits for the signature of one that waits for its own, so none could ever be endorsed."

    CsvShape "E601" "A CSV file that cannot be read"
        "A quote is never closed or has text after it, a line has more cells than the header, or the header is missing. Columns are separated by commas; `;` and tabs are read too, as spreadsheets of other countries write them, and then numbers may have a decimal comma."
    CsvColumn "E602" "A column missing, unknown or twice"
        "The header line names the columns; the required ones must be there and each other must be a key of the table."
    CsvCell "E603" "A cell that is empty or ambiguous"
        "The column has no default, so each line has to say it; or a number could be read in two ways, such as 1.500 between semicolons."

    Workbook "E604" "A workbook that cannot be read"
        "It is damaged, of an old form or protected, has no sheet of the name that is written, or has several where none is named. A sheet is named behind the file: `\"parts.xlsx#Sheet1\"`. In a workbook that is a scenario, a sheet is none that launchsim knows, or its first lines do not name the columns it needs."

    UnusedSupplier "W001" "A supplier no one uses"
        "No component and no factory names this supplier, and no other supplier waits for its signature."
    UnusedComponent "W002" "A component no product uses"
        "The component is in no product's parts, so it is never bought."
    NoWindow "W003" "A market without a window"
        "People become interested but there is no window in which they could order, so nothing is sold to them."
    NoMarket "W004" "Windows without a market"
        "A window sells to the people of `[market]`, and there is none."
    AfterEnd "W005" "A window that opens outside the timeline"
        "The window opens after the last simulated day, or closes before the first, so nobody ever buys in it."
    NeverOrdered "W006" "Parts that are never ordered"
        "The component has the policy \"none\" and there is no build plan to follow, so only its opening stock is ever used."
    RivalsIgnored "W007" "Rivals that nobody compares with"
        "Rivals take customers only when people choose by price and quality: choice = \"logit\"."
    PriceMovesNobody "W008" "A price that moves nobody"
        "There is a market, and nothing in it answers to the price: a higher price brings more revenue from as many people, so the dearest of several prices always looks best. Say how people choose with `choice`, or write choice = \"none\" out where the price is not the question; then the warning comes only with a price that changes or is swept."
    ReferenceFollowsPrice "W009" "A reference price that moves with the price"
        "Word of mouth is scaled by the number of people who would choose the phone at `reference_price`. Without that key it is the product's own price, so another price changes the speed of the sale as well as its size. Write the price at which the market's numbers were estimated."
    InPerCent "W010" "A number that looks like per cent"
        "Rates, shares, spreads and factors are written as numbers, not in per cent: 8 % a year is 0.08, and a factor of 150 % is 1.5. Values above 1 are allowed where they can be meant, such as interest in a hyperinflation."
    SeasonScale "W011" "A season on another scale"
        "Each factor of `[season]` multiplies the interest of its days, so that 1 is an ordinary day. Factors whose mean is far from 1 change the size of the market and not only its rhythm; they are often written in per cent."
    NeverHappens "W012" "Something dated where nothing is simulated"
        "All of it lies before the first or after the last simulated day, so it has no effect; or a part of a series of orders does, and those orders are left out."
    LateMoney "W013" "Money that comes too late"
        "Money that arrives in the last week of the timeline raises the closing cash and pays for nothing. It is often meant to arrive earlier."
    NeverWorks "W014" "A factory that never works"
        "It rests on all seven weekdays, has no capacity on any day, or makes no good phone."
    QuotaBelowOne "W016" "A quota of less than one phone"
        "`quota` counts the phones on offer at one opening. It is not a share of anything."
    NoFactory "W017" "No factory"
        "Without a `[factory.NAME]` nothing is assembled, so nothing is shipped. A factory without `ramp` has unlimited capacity."
    NoParts "W018" "A phone without parts"
        "The product's parts table is empty, so phones are built from nothing and cost nothing but fees."
    BelowCost "W019" "A phone that costs more than it brings"
        "In a launch without luck the parts, assembly and fees of a phone cost more than its price net of VAT, so every phone sold is a loss and more of them a larger one. The price, a unit cost or a quantity per phone may be meant otherwise."
    ShortOfCash "W020" "Short of cash without any bad luck"
        "In a launch without luck, every uncertain input at its median, cash falls below the credit line. The date and the missing amount are named. Money that arrives earlier, a longer credit line or a smaller plan mends it."
    NothingShipped "W021" "Nothing is ever shipped"
        "In a launch without luck no phone reaches a customer by the end, or no customer orders one. What bound on most of the days is named."
    ArrivesTooLate "W022" "Parts that come too late"
        "In a launch without luck the first delivery of a part comes after the last simulated day, or well after the day on which the build plan wants the first phone started. Nothing can be built without it. Order it earlier by beginning the timeline earlier, write the right lead time, or give it an opening stock."
    AnnouncedAfterOpening "W023" "Announced after the sale opens"
        "Interest grows from `announced` on, so a window that opens before has nobody to sell to until then."
    NobodyOrders "W024" "A window in which nobody orders"
        "In a launch without luck nobody orders in any opening of this window: it has nothing to offer, nobody is interested by then, or nobody is awake in its hours."
    PlanBelowForecast "W025" "A build plan far below demand"
        "Parts are bought for the build plan alone, and it names less than a third of the phones that the forecast expects, or that customers of a launch without luck order. A nought may be missing."
    PlanWithoutStarts "W026" "Planned starts that are not made"
        "A build plan by itself only buys parts. With build = \"to_order\" a phone is started when a customer waits, and with \"to_stock\" up to `stock_target` and the days of forecast in `stock_cover`; planned starts beyond that are not made. build = \"to_plan\" makes them all."
    LotBeyondNeed "W027" "A smallest order far beyond the need"
        "One smallest order, or one lot, is more than three times the parts that all phones of the plan, the forecast and the customers of a launch without luck take together. The rest is left over."
    LowerPriceOpensNobody "W028" "A lower price that opens nobody"
        "With choice = \"elasticity\" the share `reference_share` of those in reach would choose the phone at `reference_price`. Where it is left out it is 1: everybody in reach would, and a price below the reference can open nobody more."
    DearerIsBetter "W029" "An elasticity of 1 or less"
        "With an elasticity of 1 or less, one per cent on the price loses one per cent of the buyers at most, so revenue never falls as the price rises and the dearest price is the best. No real market is so at every price: write a larger elasticity, or choice = \"logit\", with which it grows with the price."
    UnusedCurrency "W030" "A currency nothing is bought in"
        "No component and no second source names this currency, so its rate moves nothing."
    BrokenPromises "W031" "Customers who never get their phone"
        "Even without any luck more than one order in a hundred has waited longer than promised on the last day and is refunded: more was sold than can be built in time."
    SetBesideSample "W032" "An input that is no longer drawn with others"
        "`[joint.NAME]` draws several inputs together. One of them is set to something else, which replaces its value only: the others are drawn as if nothing were known of it."
}

impl Code {
    /// Whether it stops the run.
    #[must_use]
    pub fn severity(self) -> Severity {
        if self.id().starts_with('W') { Severity::Warning } else { Severity::Error }
    }
}

/// The list of codes as docs/faults.md has it.
#[must_use]
pub fn markdown() -> String {
    let mut text = String::new();
    for code in Code::ALL {
        let explanation = code.explanation().replace(". ", ".\n");
        let _ = write!(text, "\n### {} {}\n\n{explanation}\n", code.id(), code.title());
    }
    text
}
