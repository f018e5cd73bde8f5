//! Numbers that look drawn, for tests that need luck of their own and not that of a launch.

/// A number between 0 and 1.
pub fn uniform(salt: u64) -> f64 {
    let mut x = salt.wrapping_add(0x9e37_79b9_7f4a_7c15);
    x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    ((x ^ (x >> 31)) >> 11) as f64 / 9_007_199_254_740_992.0
}

/// Close to normal, of mean 0 and standard deviation 1.
pub fn normal(salt: u64) -> f64 {
    (0..12).map(|part| uniform(salt * 12 + part)).sum::<f64>() - 6.0
}
