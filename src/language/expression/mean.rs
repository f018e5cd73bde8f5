//! Metrics that stand beside figures over launches.

use super::node::Node;

/// Holds that each metric in no figure may be read as its mean. That is certain only where the mean of the whole would be the
/// same: in sums, and multiplied by what is the same in every launch. Gives whether there is one.
///
/// # Errors
/// The place, among the names, of one that stands otherwise.
pub fn each_name_is_a_mean(node: &Node) -> Result<bool, usize> {
    let refuse = |node: &Node| first_name(node).map_or(Ok(false), Err);
    let mut bare = false;
    match node {
        Node::Number(_) | Node::Over(..) => {}
        Node::Name(_) => bare = true,
        Node::Negative(inner) => bare = each_name_is_a_mean(inner)?,
        Node::Sum(terms) => {
            for (_, term) in terms {
                bare |= each_name_is_a_mean(term)?;
            }
        }
        Node::Product(factors) => {
            for (over, factor) in factors {
                let also = each_name_is_a_mean(factor)?;
                if also && (*over || bare) {
                    return refuse(factor);
                }
                bare |= also;
            }
        }
        _ => return refuse(node),
    }
    Ok(bare)
}

/// The first metric that stands in no figure.
pub fn first_name(node: &Node) -> Option<usize> {
    match node {
        Node::Name(name) => Some(*name),
        Node::Number(_) | Node::Over(..) => None,
        Node::Negative(inner) | Node::Not(inner) => first_name(inner),
        Node::Sum(parts) | Node::Product(parts) => parts.iter().find_map(|(_, part)| first_name(part)),
        Node::Power(both) | Node::Compare(_, both) => both.iter().find_map(first_name),
        Node::All(parts) | Node::Any(parts) | Node::Call(_, parts) => parts.iter().find_map(first_name),
    }
}
