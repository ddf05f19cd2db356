//! docs/performance.md: what people wrote stays, what stands between the markers is replaced.

use std::{fs, path::Path};

use anyhow::Context;

use super::{Report, table};

const BEGIN: &str = "<!-- bench: begin -->";
const END: &str = "<!-- bench: end -->";

/// Puts the last run between the markers; without a file there is nothing to update.
pub fn update(file: &Path, report: &Report) -> anyhow::Result<()> {
    if !file.exists() {
        return Ok(());
    }
    let text = fs::read_to_string(file)?;
    let replaced = replace(&text, &tables(report));
    let replaced = replaced.with_context(|| format!("{} lacks {BEGIN} and {END}", file.display()))?;
    Ok(fs::write(file, replaced)?)
}

fn tables(report: &Report) -> String {
    let machine = report.machine.to_string().trim_end().replace('\n', "  \n");
    let failed: String = report.failed.iter().map(|failed| format!("\nNot measured: {failed}\n")).collect();
    format!(
        "Begun {}; {} repeats, {} s of each load.\n\n{machine}\n\n{}{failed}",
        report.begun,
        report.repeats,
        report.seconds,
        table::markdown(&report.figures),
    )
}

fn replace(text: &str, tables: &str) -> Option<String> {
    let (before, rest) = text.split_once(BEGIN)?;
    let (_, after) = rest.split_once(END)?;
    Some(format!("{before}{BEGIN}\n\n{tables}\n{END}{after}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_between_the_markers_is_replaced() {
        let text = format!("by hand\n{BEGIN}\nold\n{END}\nby hand, too\n");
        let replaced = replace(&text, "new").unwrap_or_default();
        assert_eq!(replaced, format!("by hand\n{BEGIN}\n\nnew\n{END}\nby hand, too\n"));
        assert_eq!(replace("no markers", "new"), None);
    }
}
