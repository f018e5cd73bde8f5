//! The accounts of the ledger and the lines of the statements, each declared once.
//!
//! A new account is a line of `accounts!`: what kind it is, so which way it counts, the line of the profit and loss or of
//! the balance sheet it stands in, and the line of the cash flow it pays or is paid through. Ledger and statements follow.

use std::ops::Range;

/// What an account is, in the order in which accounts stand in the ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// What the company has.
    Asset,
    /// What it owes.
    Liability,
    /// What its owners paid in.
    Equity,
    /// What it earns.
    Income,
    /// What the phones it ships cost.
    CostOfSales,
    /// What else it spends.
    Expense,
}

/// A statement of the company.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    /// What a month earned.
    ProfitAndLoss,
    /// What there is and what is owed at its end.
    BalanceSheet,
    /// Where cash came from and went.
    CashFlow,
}

impl Statement {
    /// Its name in files.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::ProfitAndLoss => "profit_and_loss",
            Self::BalanceSheet => "balance_sheet",
            Self::CashFlow => "cash_flow",
        }
    }
}

macro_rules! lines {
    ($($name:ident = $statement:ident, $file:literal, $title:literal;)+) => {
        /// A line of a statement.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Line {
            $(#[doc = $title] $name,)+
        }

        impl Line {
            /// Every line in the order of the files; totals follow what they add up.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its statement.
            #[must_use]
            pub fn statement(self) -> Statement {
                match self { $(Self::$name => Statement::$statement,)+ }
            }

            /// Its name in files, unique within its statement.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $file,)+ }
            }

            /// Its title for people.
            #[must_use]
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)+ }
            }
        }
    };
}

lines! {
    Revenue = ProfitAndLoss, "revenue", "revenue";
    Rebate = ProfitAndLoss, "rebate", "returned to users";
    Materials = ProfitAndLoss, "materials", "parts and assembly";
    Licences = ProfitAndLoss, "licences", "licences";
    Logistics = ProfitAndLoss, "logistics", "logistics";
    WarrantyCost = ProfitAndLoss, "warranty", "warranty";
    PaymentFees = ProfitAndLoss, "payment_fees", "payment fees";
    OrderErrors = ProfitAndLoss, "order_errors", "deliveries set right";
    Refurbishing = ProfitAndLoss, "refurbishing", "refurbishing of phones sent back";
    Scrap = ProfitAndLoss, "scrap", "scrap";
    ServicesRevenue = ProfitAndLoss, "services_revenue", "services revenue";
    ServicesCost = ProfitAndLoss, "services_cost", "services cost";
    Development = ProfitAndLoss, "r_and_d", "R&D, engineering and tooling";
    Marketing = ProfitAndLoss, "marketing", "marketing";
    OtherExpenses = ProfitAndLoss, "other_expenses", "other expenses";
    RunningCost = ProfitAndLoss, "running_cost", "running cost";
    HoldingCost = ProfitAndLoss, "holding_cost", "holding cost";
    OrderCost = ProfitAndLoss, "order_cost", "fixed cost of purchase orders";
    WaitingCustomers = ProfitAndLoss, "waiting_customers", "cost of waiting customers";
    InterestPaid = ProfitAndLoss, "interest_paid", "interest paid";
    Exchange = ProfitAndLoss, "exchange_gain", "exchange gain or loss";
    WriteDown = ProfitAndLoss, "write_down", "write-down and fees at the end";
    IncomeTax = ProfitAndLoss, "income_tax", "income tax";
    NetProfit = ProfitAndLoss, "net_profit", "net profit";
    Cash = BalanceSheet, "cash", "cash";
    Receivables = BalanceSheet, "receivables", "receivables";
    SupplierDeposits = BalanceSheet, "supplier_deposits", "deposits with suppliers";
    Parts = BalanceSheet, "parts", "parts";
    WorkInProcess = BalanceSheet, "work_in_process", "work in process";
    FinishedPhones = BalanceSheet, "finished_phones", "finished phones";
    Assets = BalanceSheet, "assets", "assets";
    OwedToSuppliers = BalanceSheet, "payables_suppliers", "owed to suppliers";
    OwedToAssemblers = BalanceSheet, "payables_assembly", "owed to assemblers";
    CustomerPrepayments = BalanceSheet, "customer_prepayments", "paid by customers who wait";
    VatOwed = BalanceSheet, "vat", "VAT owed";
    WarrantyReserve = BalanceSheet, "warranty_reserve", "warranty reserve";
    TaxOwed = BalanceSheet, "income_tax", "income tax owed";
    RebateOwed = BalanceSheet, "rebate", "owed to users";
    LoansOwed = BalanceSheet, "loans", "loans with their interest";
    Liabilities = BalanceSheet, "liabilities", "liabilities";
    PaidIn = BalanceSheet, "paid_in", "paid in by owners";
    RetainedEarnings = BalanceSheet, "retained_earnings", "retained earnings";
    OpeningCash = CashFlow, "opening_cash", "at the start";
    FromCustomers = CashFlow, "from_customers", "from customers";
    FromOrderStreams = CashFlow, "from_order_streams", "from order streams";
    Services = CashFlow, "services", "services and accessories";
    ToSuppliers = CashFlow, "to_suppliers", "to suppliers";
    ToAssemblers = CashFlow, "assembly", "to assemblers";
    LicencesPaid = CashFlow, "licences", "licences";
    LogisticsPaid = CashFlow, "logistics", "logistics";
    WarrantyPaid = CashFlow, "warranty", "warranty";
    PaymentFeesPaid = CashFlow, "payment_fees", "payment fees";
    OrderErrorsPaid = CashFlow, "order_errors", "deliveries set right";
    RefurbishingPaid = CashFlow, "refurbishing", "refurbishing of phones sent back";
    DevelopmentPaid = CashFlow, "r_and_d", "R&D, engineering and tooling";
    MarketingPaid = CashFlow, "marketing", "marketing";
    OtherExpensesPaid = CashFlow, "other_expenses", "other expenses";
    RunningCostPaid = CashFlow, "running_cost", "running cost";
    HoldingAndWaiting = CashFlow, "holding_and_waiting", "holding and waiting customers";
    OrderCostPaid = CashFlow, "order_cost", "fixed cost of purchase orders";
    SalvageAndFees = CashFlow, "salvage_and_fees", "salvage less fees at the end";
    VatPaid = CashFlow, "vat", "VAT";
    TaxPaid = CashFlow, "income_tax", "income tax";
    RebatePaid = CashFlow, "rebate", "returned to users";
    InterestPaidInCash = CashFlow, "interest_paid", "interest paid";
    Borrowed = CashFlow, "loans", "borrowed, less paid back";
    FromOwners = CashFlow, "owners", "from owners";
    ClosingCash = CashFlow, "closing_cash", "after everything is settled";
}

macro_rules! accounts {
    ($($(#[doc = $doc:literal])+ $name:ident = $kind:ident, $line:ident $(, $flow:ident)?;)+) => {
        /// An account of the ledger.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Account {
            $($(#[doc = $doc])+ $name,)+
        }

        /// Kinds by account.
        const KINDS: [Kind; ACCOUNTS] = [$(Kind::$kind,)+];

        impl Account {
            /// Every account: assets, liabilities, equity, income, expenses.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its line in the profit and loss or in the balance sheet.
            #[must_use]
            pub fn line(self) -> Line {
                match self { $(Self::$name => Line::$line,)+ }
            }

            /// Its line in the cash flow; `None` where no cash is booked against it.
            #[must_use]
            pub fn flow(self) -> Option<Line> {
                match self { $($(Self::$name => Some(Line::$flow),)?)+ _ => None }
            }
        }
    };
}

accounts! {
    /// Money in the bank; negative when credit is drawn.
    Cash = Asset, Cash;
    /// Owed by order streams.
    Receivables = Asset, Receivables, FromOrderStreams;
    /// Deposits with suppliers.
    Deposits = Asset, SupplierDeposits, ToSuppliers;
    /// Parts at moving average.
    Parts = Asset, Parts, SalvageAndFees;
    /// Work in process.
    WorkInProcess = Asset, WorkInProcess, SalvageAndFees;
    /// Finished phones.
    Finished = Asset, FinishedPhones, SalvageAndFees;
    /// Owed to suppliers of parts.
    Payables = Liability, OwedToSuppliers, ToSuppliers;
    /// Owed to assemblers.
    AssemblyPayables = Liability, OwedToAssemblers, ToAssemblers;
    /// Paid by customers who wait.
    Prepayments = Liability, CustomerPrepayments, FromCustomers;
    /// VAT collected less VAT paid; negative when the state owes.
    Vat = Liability, VatOwed, VatPaid;
    /// Warranty claims still to come.
    Warranty = Liability, WarrantyReserve, WarrantyPaid;
    /// Income tax accrued.
    TaxPayable = Liability, TaxOwed, TaxPaid;
    /// Accrued for users because of the margin cap.
    RebatePayable = Liability, RebateOwed, RebatePaid;
    /// Interest accrued on loans.
    InterestPayable = Liability, LoansOwed, InterestPaidInCash;
    /// Loans.
    Loans = Liability, LoansOwed, Borrowed;
    /// Paid in by owners.
    PaidIn = Equity, PaidIn, FromOwners;
    /// Net sales of phones.
    Revenue = Income, Revenue, FromCustomers;
    /// Services and accessories.
    ServiceRevenue = Income, ServicesRevenue, Services;
    /// Parts and assembly of phones shipped.
    Materials = CostOfSales, Materials;
    /// Licences.
    Licences = CostOfSales, Licences, LicencesPaid;
    /// Logistics.
    Logistics = CostOfSales, Logistics, LogisticsPaid;
    /// Warranty accrued.
    WarrantyCost = CostOfSales, WarrantyCost;
    /// Payment fees.
    PaymentFees = CostOfSales, PaymentFees, PaymentFeesPaid;
    /// Faulty deliveries set right.
    OrderErrors = CostOfSales, OrderErrors, OrderErrorsPaid;
    /// Phones sent back made fit for sale.
    Refurbishing = CostOfSales, Refurbishing, RefurbishingPaid;
    /// Batches of which no phone was good.
    Scrap = Expense, Scrap;
    /// What services and accessories cost.
    ServiceCost = Expense, ServicesCost, Services;
    /// R&D, NRE and tooling.
    Development = Expense, Development, DevelopmentPaid;
    /// Marketing.
    Marketing = Expense, Marketing, MarketingPaid;
    /// What is neither development nor marketing.
    OtherExpenses = Expense, OtherExpenses, OtherExpensesPaid;
    /// Running cost.
    Running = Expense, RunningCost, RunningCostPaid;
    /// Holding stock.
    Holding = Expense, HoldingCost, HoldingAndWaiting;
    /// Placing purchase orders.
    OrderCost = Expense, OrderCost, OrderCostPaid;
    /// Customers kept waiting, at the rate given.
    Backorder = Expense, WaitingCustomers, HoldingAndWaiting;
    /// Interest on drawn credit and on loans.
    Interest = Expense, InterestPaid, InterestPaidInCash;
    /// What payables and deposits in other currencies have lost by their rates; negative when they have gained.
    Exchange = Expense, Exchange;
    /// Write-down and cancellation fees at the end.
    WriteDown = Expense, WriteDown, SalvageAndFees;
    /// Returned to users because of the margin cap.
    Rebate = Expense, Rebate;
    /// Income tax.
    IncomeTax = Expense, IncomeTax;
}

/// Number of accounts.
pub const ACCOUNTS: usize = Account::ALL.len();

/// Accounts of assets.
pub(crate) const ASSETS: Range<usize> = range(Kind::Asset, Kind::Asset);
/// Accounts of liabilities.
pub(crate) const LIABILITIES: Range<usize> = range(Kind::Liability, Kind::Liability);
/// All accounts of what is spent.
pub(crate) const EXPENSES: Range<usize> = range(Kind::CostOfSales, Kind::Expense);
/// Of them, those of what phones shipped cost.
pub(crate) const COST_OF_SALES: Range<usize> = range(Kind::CostOfSales, Kind::CostOfSales);

/// The accounts of some kinds in a row: the ledger sums over ranges, so accounts of a kind stand together.
const fn range(first: Kind, last: Kind) -> Range<usize> {
    let mut from = 0;
    while (KINDS[from] as u8) < first as u8 {
        from += 1;
    }
    let mut to = from;
    while to < ACCOUNTS && KINDS[to] as u8 <= last as u8 {
        assert!(to == 0 || KINDS[to - 1] as u8 <= KINDS[to] as u8, "accounts of a kind stand together");
        to += 1;
    }
    from..to
}

impl Account {
    /// What kind it is.
    #[must_use]
    pub fn kind(self) -> Kind {
        KINDS[self as usize]
    }

    /// Whether the settlement at the horizon pays or collects its balance: claims and debts, not stock.
    #[must_use]
    pub fn is_settled_in_cash(self) -> bool {
        matches!(self, Self::Receivables | Self::Deposits) || self.kind() == Kind::Liability
    }
}

impl Line {
    /// The accounts it adds up, in the order of their lines.
    #[must_use]
    pub fn accounts(self) -> Vec<Account> {
        let of_kinds = |kinds: &[Kind]| -> Vec<Account> {
            let lines = Self::ALL.iter().filter(|line| line.statement() != Statement::CashFlow);
            lines.flat_map(|line| line.own()).filter(|account| kinds.contains(&account.kind())).collect()
        };
        match self {
            Self::NetProfit | Self::RetainedEarnings => of_kinds(&[Kind::Income, Kind::CostOfSales, Kind::Expense]),
            Self::Assets => of_kinds(&[Kind::Asset]),
            Self::Liabilities => of_kinds(&[Kind::Liability]),
            Self::OpeningCash | Self::ClosingCash => vec![Account::Cash],
            line => line.own(),
        }
    }

    /// The accounts that name it.
    fn own(self) -> Vec<Account> {
        let names = |account: &Account| account.line() == self || account.flow() == Some(self);
        Account::ALL.iter().copied().filter(names).collect()
    }
}
