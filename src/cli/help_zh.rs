//! The help in Chinese: words for every subcommand and argument, by their ids. A missing one fails the test below.

use clap::Command;

/// Subcommands and what they do.
const COMMANDS: &[(&str, &str)] = &[
    ("check", "检测一款应用（.apk .xapk .apks .apkm .aab，或含拆分包的目录），与其隐私政策对照"),
    ("policy", "单独读取一份隐私政策：表述、SDK清单与各项事实，附原文"),
    ("sweep", "批量检测多款应用；读不了的文件占一行，不会中断"),
    ("explain", "列出一条线索（F-）、一项读取（C-）或一条证据（E-）背后的完整证据链"),
    ("graph", "画出应用的界面及其跳转关系（Graphviz）：apksweep graph app.apk | dot -Tsvg"),
    ("datasafety", "由报告起草应用商店的数据安全表，并与导出的表对照"),
    ("review", "记录人员对线索的处理：确认、不成立、责令整改、陈述申辩、已整改、已通报"),
    ("notice", "由经核实的检测结果出具通报、责令整改通知书或整改复测情况"),
    ("diff", "比较一款应用两个版本的报告"),
    ("statistics", "批量检测的统计：按问题、应用类型、SDK、应用来源"),
    ("bundle", "将报告、送检材料与证据打包成可复核的案卷"),
    ("verify", "由送检材料重新得出报告，并逐项比对"),
    ("list", "列出本工具的知识"),
    ("review list", "列出核实队列，最紧要的在前"),
    ("signatures check", "检查特征目录：格式、引用、用例、冲突"),
    ("signatures", "检查特征目录，或新建特征文件"),
    ("pdf-text", "读取标准输入中PDF文件的文字"),
    ("schema", "输出报告的JSON Schema"),
    ("completions", "输出命令行补全脚本"),
    ("man", "输出手册页（roff）"),
    ("help", "显示本说明，或某个子命令的说明"),
    ("export", "导出线索核实表（.xlsx、.csv），供人员填写"),
    ("import", "将填好的核实表读回案卷文件"),
    ("set", "为一条线索记录一步处理"),
    ("docs", "输出规则文档（Markdown，docs/rules.md）"),
    ("fingerprint", "由SDK安装文件生成特征指纹：改名混淆后仍可识别"),
    ("new", "输出新特征文件的模板"),
];

/// Arguments by id. The same id means the same everywhere.
const ARGUMENTS: &[(&str, &str)] = &[
    ("app", "应用文件，或含基础包与拆分包的目录"),
    ("set app", "以应用SHA-256的前几位指明"),
    ("apps", "含应用的目录（逐级查找），或每行一个路径的清单文件"),
    ("policy", "隐私政策文本：HTML、网页存档（MHTML）、PDF、Markdown或纯文本（可多次给出）"),
    ("category", "应用类型（可多次给出，取并集）：见 apksweep list categories"),
    ("store_meta", "商店信息：单个应用用TOML文件，多个应用用表格（.csv、.xlsx，每行一款，按包名、文件名或SHA-256对应）"),
    ("data_safety", "Play管理中心导出的数据安全表（CSV），用于STO-01、STO-02、STO-05"),
    ("earlier", "旧版本的JSON报告：政策未变而收集增加（DIS-06）"),
    ("profile", "适用的规则集"),
    ("as_of", "按该日有效的规定判断 [缺省：特征库日期]"),
    ("waivers", "已接受的线索及理由、期限（TOML）"),
    ("no_flow", "不做数据流分析：是否流出设备一律未知"),
    ("budget", "数据流分析的深度"),
    ("format", "输出形式"),
    ("output", "写入该文件（形式由扩展名决定）；sweep 为结果目录"),
    ("fail_on", "有达到该严重程度且不低于 --min-certainty 的线索时，以状态1退出"),
    ("min_certainty", "--fail-on 所计的确定程度"),
    ("lang", "输出语言 [缺省：由LANG决定，否则为英文]"),
    ("signatures", "改用该目录的特征库"),
    ("file", "政策文件：HTML、网页存档（MHTML）、PDF、Markdown或纯文本"),
    ("with_text", "附上位置所指的全文（JSON）"),
    ("jobs", "同时检测的应用数 [缺省：全部处理器]"),
    ("fresh", "已有结果也重新检测"),
    ("report", "check 或 sweep 写出的报告（.json）"),
    ("id", "F-、C-或E-编号，前几位即可"),
    ("new id", "新文件的编号"),
    ("context", "每处引用前后显示的指令数"),
    ("compare", "Play管理中心导出的表：列出其缺少的内容，并把草稿填入"),
    ("what", "列出或处理的对象"),
    ("filter", "只显示含该文字的行"),
    ("dir", "特征目录"),
    ("files", "JAR、AAR、APK或DEX文件；按包名识别其中的SDK"),
    ("against", "不得匹配的文件：其他库，或已知不含这些SDK的应用"),
    ("only", "只处理这些编号的SDK"),
    ("kind", "文书种类"),
    ("new kind", "特征种类"),
    ("shell", "命令行环境"),
    ("sweep", "sweep 写出的目录、报告文件（.jsonl）或单份报告"),
    ("style", "通报样式：miit、cverc、mps、cac、gpen"),
    ("campaign", "行动信息（TOML）：发布机关、标题、批次、文号、日期、期限、联系方式"),
    ("review", "案卷文件：人员对线索的处理"),
    ("include", "列入的范围"),
    ("allow_unverified_law", "列入依据或用语尚未核对的事项，并逐一标注“条文待核”"),
    ("operator", "责令整改的对象：开发者、运营者或包名"),
    ("old", "较早的检测结果（复测、比较）"),
    ("new", "较新版本的报告"),
    ("dossiers", "将每款应用的证据案卷写入该目录"),
    ("dossier_format", "证据案卷的形式"),
    ("complaints", "群众投诉（CSV或表格：应用、类别、内容）：只用于排序，不作证据，仅输出件数"),
    ("sheet", "填好的核实表（.xlsx或.csv）"),
    ("finding", "线索编号F-"),
    ("state", "处理状态：confirmed、rejected、notified、answered、rectified、published"),
    ("package", "多款应用有此线索时，指明包名"),
    ("person", "经办人"),
    ("second", "第二人；通报须有两人"),
    ("unit", "单位"),
    ("date", "日期（YYYY-MM-DD）"),
    ("reason", "理由"),
    ("answer", "当事人的陈述申辩（用于answered）"),
    ("json", "输出JSON"),
    ("without_inputs", "不含应用与政策文件，仅保留其名称与SHA-256"),
    ("help", "显示说明"),
    ("version", "显示版本"),
];

/// The words of `id` under the command `of`, else those that it has everywhere.
fn words<'t>(table: &'t [(&str, &str)], of: &str, id: &str) -> Option<&'t str> {
    let there = format!("{of} {id}");
    let find = |wanted: &str| table.iter().find(|(known, _)| *known == wanted).map(|(_, zh)| *zh);
    find(&there).or_else(|| find(id))
}

/// The command with its help in Chinese. Names, values and examples stay as they are.
pub fn localised(command: Command) -> Command {
    under("", command)
}

fn under(of: &str, command: Command) -> Command {
    let name = command.get_name().to_owned();
    let top = command.get_name() == "apksweep";
    let about = if top {
        Some("找出安卓应用的实际行为与其隐私政策不一致之处：全程离线，每条发现均附证据。")
    } else {
        words(COMMANDS, of, command.get_name())
    };
    let mut command = command;
    if let Some(about) = about {
        command = command.about(about).long_about(about);
    }
    command = command.subcommand_help_heading("子命令").mut_args(|a| match words(ARGUMENTS, &name, a.get_id().as_str()) {
        Some(zh) => a.help(zh).long_help(zh),
        None => a,
    });
    let names: Vec<String> = command.get_subcommands().map(|c| c.get_name().to_owned()).collect();
    for sub in names {
        command = command.mut_subcommand(sub, |c| under(&name, c));
    }
    command
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::args::Tool;

    #[test]
    fn every_command_and_argument_has_words() {
        let mut open = vec![Tool::command()];
        let mut missing = Vec::new();
        while let Some(c) = open.pop() {
            if c.get_name() != "apksweep" && words(COMMANDS, "", c.get_name()).is_none() {
                missing.push(c.get_name().to_owned());
            }
            let arguments = c.get_arguments().map(|a| a.get_id().as_str());
            missing.extend(arguments.filter(|a| words(ARGUMENTS, "", a).is_none()).map(str::to_owned));
            open.extend(c.get_subcommands().cloned());
        }
        assert!(missing.is_empty(), "{missing:?}");
        localised(Tool::command()).debug_assert();
    }
}
