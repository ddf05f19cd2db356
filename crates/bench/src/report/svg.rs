//! The chart: a bar for each goal, which shows how many times better or worse than its goal a median is.

use std::fmt::Write;

use super::table;
use crate::record::{Figure, Goal, Series};

const WIDTH: f64 = 1100.0;
/// Where bars begin, where they end at the latest, and what each takes of the height.
const LEFT: f64 = 500.0;
const RIGHT: f64 = 900.0;
const ROW: f64 = 24.0;
const TOP: f64 = 70.0;
/// The axis goes from a tenth of a goal to ten times it; what is beyond is cut off, and its number says so.
const DECADES: f64 = 1.0;

/// Colours of their own for light and dark, by the reader's preference.
const STYLE: &str = "
text { font: 13px system-ui, sans-serif; fill: #1f2328 }
.quiet { fill: #59636e }
.met { fill: #1a7f37 } .missed { fill: #cf222e }
.goal { stroke: #1f2328; stroke-width: 1.5 } .grid { stroke: #d1d9e0 } .back { fill: #ffffff }
@media (prefers-color-scheme: dark) {
text { fill: #f0f6fc } .quiet { fill: #9198a1 }
.met { fill: #3fb950 } .missed { fill: #f85149 }
.goal { stroke: #f0f6fc } .grid { stroke: #3d444d } .back { fill: #0d1117 }
}";

/// A goal and how it was met.
struct Bar {
    label: String,
    /// 1 at the goal, 2 when it is twice as good.
    factor: f64,
    met: bool,
    words: String,
}

/// The chart of all goals that can be a multiple of something.
pub fn chart(figures: &[Figure]) -> String {
    let bars: Vec<Bar> = figures.iter().flat_map(bars).collect();
    let height = TOP + ROW * bars.len() as f64 + 20.0;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-labelledby=\"title\">\n\
        <title id=\"title\">Medians of the last run against their goals</title>\n<style>{STYLE}\n</style>\n\
        <rect class=\"back\" width=\"{WIDTH}\" height=\"{height}\"/>\n"
    );
    // Writing into a String cannot fail.
    let _ = axis(&mut svg, height);
    for (place, bar) in bars.iter().enumerate() {
        let _ = draw(&mut svg, bar, TOP + ROW * place as f64);
    }
    svg + "</svg>\n"
}

fn bars(figure: &Figure) -> impl Iterator<Item = Bar> {
    let value = figure.goal.and_then(|goal| bar(figure, &figure.measured, goal, figure.measured.name.clone()));
    let ratio = figure.limit.as_ref().and_then(|limit| Some((limit.goal?, figure.ratio()?)));
    let ratio = ratio.and_then(|(goal, ratio)| {
        let name = format!("{} {}", figure.measured.name, ratio.name);
        bar(figure, &ratio, goal, name)
    });
    value.into_iter().chain(ratio)
}

/// None for a goal of zero, such as no errors, which nothing is a multiple of.
fn bar(figure: &Figure, series: &Series, goal: Goal, name: String) -> Option<Bar> {
    let median = series.median();
    let factor = match goal {
        Goal::AtLeast(least) => median / least,
        Goal::AtMost(most) => most / median,
    };
    let has_factor = factor.is_finite() && factor > 0.0;
    has_factor.then(|| Bar {
        label: format!("{}: {name} {}", figure.id, table::database(figure.database)).trim_end().to_owned(),
        factor,
        met: goal.is_met_by(median),
        words: format!("{} ({})", table::value(median, series.unit), table::goal(goal, series.unit)),
    })
}

fn position(factor: f64) -> f64 {
    let place = (factor.log10().clamp(-DECADES, DECADES) + DECADES) / (2.0 * DECADES);
    LEFT + (RIGHT - LEFT) * place
}

fn axis(svg: &mut String, height: f64) -> std::fmt::Result {
    writeln!(svg, "<text x=\"16\" y=\"28\">Medians against their goals: to the right of the line is better</text>")?;
    for factor in [0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0] {
        let class = if factor == 1.0 { "goal" } else { "grid" };
        let label = if factor == 1.0 { "goal".to_owned() } else { format!("× {factor}") };
        let (x, bottom) = (position(factor), height - 16.0);
        writeln!(svg, "<line class=\"{class}\" x1=\"{x:.1}\" y1=\"{}\" x2=\"{x:.1}\" y2=\"{bottom}\"/>", TOP - 8.0)?;
        writeln!(svg, "<text class=\"quiet\" x=\"{x:.1}\" y=\"{}\" text-anchor=\"middle\">{label}</text>", TOP - 14.0)?;
    }
    Ok(())
}

fn draw(svg: &mut String, bar: &Bar, y: f64) -> std::fmt::Result {
    let (begin, end) = (position(1.0).min(position(bar.factor)), position(1.0).max(position(bar.factor)));
    let class = if bar.met { "met" } else { "missed" };
    let middle = y + ROW * 0.65;
    writeln!(svg, "<text x=\"{}\" y=\"{middle}\" text-anchor=\"end\">{}</text>", LEFT - 12.0, escaped(&bar.label))?;
    writeln!(
        svg,
        "<rect class=\"{class}\" x=\"{begin:.1}\" y=\"{}\" width=\"{:.1}\" height=\"{}\" rx=\"2\"/>",
        y + 4.0,
        (end - begin).max(2.0),
        ROW - 8.0
    )?;
    writeln!(svg, "<text class=\"quiet\" x=\"{}\" y=\"{middle}\">{}</text>", RIGHT + 12.0, escaped(&bar.words))
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::{Database, Unit};

    #[test]
    fn better_than_the_goal_is_to_the_right_of_it() {
        let bars = |value, goal| {
            let series = Series { name: "a".into(), unit: Unit::Milliseconds, samples: vec![value] };
            bars(&Figure::new("a", "a", Database::None, series).goal(goal)).collect::<Vec<_>>()
        };
        assert!(position(bars(5.0, Goal::AtMost(10.0))[0].factor) > position(1.0));
        assert!(position(bars(5.0, Goal::AtLeast(10.0))[0].factor) < position(1.0));
        assert!(bars(0.0, Goal::AtMost(0.0)).is_empty());
    }
}
