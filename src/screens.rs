//! The screens of an app as a graph that Graphviz draws: `apksweep graph`.

use std::path::Path;

use petgraph::dot::{Config, Dot};

use crate::app::{App, ComponentKind};
use crate::budget::Budget;
use crate::callgraph::entry::descriptor;
use crate::callgraph::screen::{Screen, Screens, Way};
use crate::callgraph::{CallGraph, reflect};
use crate::container::{ContainerError, Package};
use crate::detect::signs::speaks_of_policy;
use crate::knowledge::Knowledge;
use crate::program::{Constants, Program, build::Source};
use crate::report::sanitize;

/// Reads an app and draws its screens: bold where it starts, grey what the launcher cannot reach, blue where its texts speak of the policy, dashed what is
/// opened by an action.
pub fn dot(app: &Path, knowledge: &Knowledge) -> Result<String, ContainerError> {
    let mut budget = Budget::default();
    let package = Package::open(app, &mut budget)?;
    let app = App::load(&package, &mut budget).value;
    let sources: Vec<Source> = app.dex.iter().map(|d| Source { path: &d.path, name: &d.name, bytes: &d.bytes }).collect();
    let program = Program::build(&sources, &mut budget).value;
    let constants = Constants::new(&program);
    let activities = app.manifest.components.iter().filter(|c| c.kind == ComponentKind::Activity);
    let classes = activities.filter_map(|c| program.type_by_descriptor(&descriptor(&c.target))).collect();
    let calls = CallGraph::build(&program, &constants, &classes, &reflect::calls(&program, &constants));
    let screens = Screens::build(&app, &program, &constants, &calls, &speaks_of_policy(knowledge));
    Ok(drawn(&screens, &app))
}

fn drawn(screens: &Screens, app: &App) -> String {
    let steps = screens.steps();
    let quoted = |s: &str| sanitize::line(s).replace('\\', "\\\\").replace('"', "\\\"");
    let node = |_: &_, (index, screen): (petgraph::graph::NodeIndex, &Screen)| {
        let layouts = screen.layouts.iter().filter_map(|l| Some(app.layouts.get(*l)?.path.rsplit_once('/')?.1));
        let mut label = quoted(&screen.name);
        for layout in layouts.take(12) {
            label.push_str("\\n");
            label.push_str(&quoted(layout));
        }
        let style = match steps.get(&index) {
            Some(0) => ", style=bold".to_owned(),
            Some(n) => format!(", tooltip=\"{n}\""),
            None => ", color=grey, fontcolor=grey".to_owned(),
        };
        let words = if screen.speaks { ", shape=box, color=blue" } else { "" };
        format!("label=\"{label}\"{style}{words}")
    };
    let edge = |_: &_, e: petgraph::graph::EdgeReference<'_, Way>| match e.weight() {
        Way::Class => String::new(),
        Way::Action => "style=dashed".to_owned(),
    };
    format!("{:?}", Dot::with_attr_getters(&screens.graph, &[Config::NodeNoLabel, Config::EdgeNoLabel], &edge, &node))
}
