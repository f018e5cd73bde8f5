# What there is to do, `just --list` says it too.

# Format, lints and documentation.
check:
    cargo fmt --check
    cargo clippy -- -D warnings
    RUSTDOCFLAGS="-D warnings" cargo doc --no-deps

# All tests, as the README has it.
test:
    cargo test

# All checks that take minutes, as continuous integration runs them (needs strace).
long:
    .ci/long

# Commands cut off anywhere: 500 kills, and faults injected into every rename and the writes of every file (needs strace).
cut-off:
    cargo build --release
    LAUNCHSIM="$(realpath target/release/launchsim)" cargo test --test suite cut_off -- --include-ignored

# Microseconds per launch and core.
bench:
    cargo bench

# The same work by programs in Python, in one go: ratios and the means of both.
bench-peers:
    benches/peers/run

# Launches that the compiler takes apart in each part of a day, counted in the machine code (needs objdump).
cut-lanes:
    cargo build --release
    benches/cut_lanes

# How instructions grow with parts, classes, suppliers and faults: ten times as much at ten times the size.
bench-growth *cases:
    benches/growth/run {{cases}}

# Certainty per second: what spreading inputs evenly gains over 100 seeds, and launches and seconds until an answer is known to a width.
bench-width:
    cargo build --release
    benches/width/run gains
    benches/width/run until

# Whether two builds yield the same results to the last bit; OLD is a program, or a folder that KEEP=FOLDER left.
same old new:
    benches/same/run {{old}} {{new}}

# Accept new golden results; say why in CHANGELOG.md under "Numbers changed".
golden:
    UPDATE_GOLDEN=1 cargo test
    git status --short -- tests

# What docs/optimize.md says of price, plan and capacity of the flagship: a sweep of everything, then the search.
best-of-flagship:
    cargo run --release -- sweep -n 1000 --vary product.mi1.price=1499..2499:100 --vary build_plan.scale=0.5..1.5:0.1 --vary "factory.inventec.ramp[4]=10000..20000:2500" -o output/best_swept
    cargo run --release -- optimize --budget 60500 --decide product.mi1.price=1499..2499:100 --decide build_plan.scale=0.5..1.5:0.1 --decide "factory.inventec.ramp[4]=10000..20000:2500" -o output/best_found

# The tables of docs/drivers.md, made anew.
drivers-page:
    UPDATE_GOLDEN=1 cargo test --test suite -- the_tables_of_the_flagship_on_the_page_of_drivers

# The tables and the picture of docs/case_mi1.md, made anew.
case:
    UPDATE_GOLDEN=1 cargo test --test suite -- case_mi1
    cargo run --release -- sweep scenarios/mi1_fixed_plan.toml --vary product.mi1.price=1499..2499:200 --vary build_plan.scale=0.5..1.25:0.15 -n 256 -o output/case_mi1
    cp output/case_mi1/charts/sweep.png docs/pictures/price_and_plan.png

# The pictures of README.md and docs/charts.md, drawn anew.
pictures:
    cargo run --release -- compare scenarios/mi1_1499.toml scenarios/mi1_1999.toml --no-drivers -q -o output/pictures/choice
    cargo run --release -- run --no-planners --no-drivers -q -o output/pictures/run
    cargo run --release -- drivers scenarios/mi1.toml -q -o output/pictures/drivers
    cargo run --release -- explain --launch worst:net_profit_yuan -q -o output/pictures/explain
    cargo run --release -- run scenarios/patterns/stated_demand.toml -n 1000 --no-planners --no-drivers -q -o output/pictures/stated
    cp output/pictures/choice/charts/choice.png docs/pictures/
    for name in progress bookings cash unit_cost; do cp output/pictures/run/charts/$name.png docs/pictures/; done
    cp output/pictures/drivers/charts/tornado.png docs/pictures/
    cp output/pictures/explain/charts/timeline.png docs/pictures/
    cp output/pictures/stated/charts/demand.png docs/pictures/
    cargo run --release -- calibrate scenarios/mi1_prior.toml --draws 500 -q -o output/pictures/record
    cp output/pictures/record/charts/fitted_facts.png docs/pictures/
    cargo run --release -- calibrate docs/calibrate/shop.toml --actuals docs/calibrate/weeks.csv --as-of 2026-03-01,2026-05-03,2026-06-28 -q -o output/pictures/shop
    cp output/pictures/shop/charts/forecast.png docs/pictures/

# The sample of scenarios/mi1.toml, drawn anew.
posterior:
    cargo run --release -- calibrate scenarios/mi1_prior.toml --draws 500 -o output/posterior
    cp output/posterior/posterior.csv scenarios/mi1_posterior.csv

# The Chinese letters of reports and charts, cut out of Debian's anew.
font:
    assets/noto-cjk/make

# The library's documentation, opened in a browser.
doc:
    cargo doc --no-deps --open

# Everything continuous integration runs.
ci:
    .ci/run

# Numbers of every scenario changed by some per cent, each compared with what was, with charts; drawn by the clock or a seed.
edits number="500" seed="clock":
    EVERYDAY_EDITS={{number}} EVERYDAY_EDITS_SEED={{seed}} cargo test --test suite everyday_edits -- --nocapture

# Scenarios with values at the ends of the ranges of their keys, through every command; drawn by the clock or a seed.
ranges number="500" seed="clock":
    RANGE_ENDS={{number}} RANGE_ENDS_SEED={{seed}} cargo test --test suite range_ends -- --nocapture

# The package for Python: its wheel, and its tests in an environment of their own.
python:
    .ci/python

# What is given to people, in dist/: the wheel for old Linux machines, the archive and the package for Debian.
dist:
    cargo build --release --locked
    packaging/archive
    packaging/deb
    packaging/wheel

# The same for Windows (needs gcc-mingw-w64-x86-64 and zip).
dist-windows:
    cargo build --release --locked
    packaging/windows

# The engine of `launchsim explore --file`: target/launchsim.wasm (needs `rustup target add wasm32-unknown-unknown`).
page:
    wasm/build

# The same, and whether its figures are those of the program, in Node and in Chromium.
page-check:
    .ci/page

# docs/ as a site in target/book (`cargo install mdbook` gives the program).
book:
    packaging/site

# What a call from Python costs beyond its launches, and what Dask adds (the package with [test] in the environment of python3).
bench-python:
    python3 benches/python/overhead.py call scenarios/mi1.toml
    python3 benches/python/overhead.py dask scenarios/mi1.toml
