use super::*;

fn read(text: &str) -> Document {
    Document::read("p", text.as_bytes(), &mut Budget::default()).unwrap().value
}

fn shape(text: &str) -> Vec<(String, String)> {
    let d = read(text);
    d.blocks
        .iter()
        .map(|b| {
            let kind = match &b.kind {
                BlockKind::Heading(n) => format!("h{n}"),
                BlockKind::Contents => "toc".into(),
                BlockKind::Paragraph => "p".into(),
                BlockKind::ListItem { depth, lead } => format!("li{depth}<{}", lead.map_or("-".into(), |l| l.to_string())),
                BlockKind::Cell { row, column, header, .. } => format!("{}{row},{column}", if *header { "th" } else { "td" }),
            };
            (kind, d.text[b.range.clone()].to_owned())
        })
        .collect()
}

#[track_caller]
fn check(text: &str, wanted: &[(&str, &str)]) {
    let got = shape(text);
    let got: Vec<(&str, &str)> = got.iter().map(|(a, b)| (a.as_str(), b.as_str())).collect();
    assert_eq!(got, wanted);
}

#[test]
fn the_same_structure_from_three_forms() {
    let wanted = [
        ("h1", "Policy"),
        ("p", "We collect:"),
        ("li1<1", "name"),
        ("li1<1", "phone"),
        ("th0,0", "SDK"),
        ("th0,1", "Data"),
        ("td1,0", "X"),
        ("td1,1", "IMEI"),
    ];
    check("<h1>Policy</h1><p>We collect:</p><ul><li>name<li>phone</ul><table><tr><th>SDK<th>Data<tr><td>X<td>IMEI</table>", &wanted);
    check("# Policy\n\nWe collect:\n\n- name\n- phone\n\n| SDK | Data |\n|---|---|\n| X | IMEI |\n", &wanted);
    check(
        "一、收集\n我们收集：\n1、姓名；\n2、电话。\n二、共享",
        &[("h2", "一、收集"), ("p", "我们收集："), ("li1<1", "1、姓名；"), ("li1<1", "2、电话。"), ("h2", "二、共享")],
    );
}

#[test]
fn spans_move_the_columns_after_them() {
    check("<table><tr><td rowspan=2>A</td><td>1</td></tr><tr><td>2</td></tr></table>", &[("td0,0", "A"), ("td0,1", "1"), ("td1,1", "2")]);
}

#[test]
fn what_no_reader_sees_is_set_apart() {
    let d = read(
        "<p>seen</p><div style='display: none'>hidden <b>one</b></div><p hidden>two</p><script>var x = '<p>no</p>';</script><nav>Home</nav><p>again</p>",
    );
    assert_eq!(d.text, "seen\nagain");
    assert_eq!(d.hidden, ["hidden one", "two"]);
}

#[test]
fn a_zero_width_character_inside_a_word_is_noted_and_gone_from_the_text() {
    let d = read("<p>我们不\u{200b}会收集</p>");
    assert_eq!((d.text.as_str(), d.hidden.len()), ("我们不会收集", 1));
}

#[test]
fn icons_and_hidden_words_are_kept_apart() {
    for (text, printed, hidden) in [
        ("<p>a<span style='font-size:0'>b</span>c</p>", "ac", vec!["b"]),
        ("<p style='background:#fff'>a<font color=white>not </font>b</p>", "ab", vec!["not"]),
        ("<p>see <i aria-hidden=true>arrow_right</i>more</p>", "see more", vec!["arrow_right"]),
        ("<div aria-hidden=true><p>a page behind a dialog</p></div>", "a page behind a dialog", vec![]),
        ("<p>we do nоt sell</p>", "we do nоt sell", vec!["nоt"]),
    ] {
        let d = read(text);
        assert_eq!((d.text.as_str(), d.hidden), (printed, hidden.into_iter().map(String::from).collect()), "{text}");
    }
}

#[test]
fn saved_pages_are_read_by_their_parts() {
    let message = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n--x\r\nContent-Type: text/html; charset=gb2312\r\n\
        Content-Transfer-Encoding: quoted-printable\r\n\r\n<h1>=D2=FE=CB=BD</h1>\r\n--x--";
    let d = read(message);
    assert_eq!((d.text.as_str(), d.charset), ("隐私", "gb18030"));
}

#[test]
fn twice_escaped_references_and_stray_tags_are_read() {
    assert_eq!(read("<p>a&amp;nbsp;b &amp;lt;c</p>").text, "a b <c");
    assert_eq!(read("plain <b>text</b> line<br>next &amp; last").text, "plain text line\nnext & last");
}

#[test]
fn front_matter_is_no_text() {
    assert_eq!(read("---\ntitle: Privacy\ndate: 2024\n---\n\n# Heading\n\ntext\n").text, "Heading\ntext");
}

#[test]
fn headings_above_each_block_are_known() {
    let d = read("<h1>A</h1><h2>B</h2><p>x</p><h2>C</h2><p>y</p>");
    let above: Vec<Vec<usize>> = d.blocks.iter().map(|b| b.headings.clone()).collect();
    assert_eq!(above, [vec![], vec![0], vec![0, 1], vec![0], vec![0, 3]]);
}

/// Kinds alone, one a block.
fn kinds(text: &str) -> String {
    shape(text).into_iter().map(|(k, _)| k).collect::<Vec<_>>().join(" ")
}

const BODY: &str = "我们会在您使用本应用的过程中，按照下面所说的目的和方式处理与您有关的信息，并且尽力保护这些信息的安全。";

#[test]
fn a_table_of_contents_is_no_outline() {
    let body = |titles: &[&str]| titles.iter().map(|t| format!("{t}\n{BODY}\n")).collect::<String>();
    let entries = ["一、信息的收集", "二、信息的共享", "三、名词解释"];
    let same = body(&entries);
    let worded_anew = body(&["一、信息的收集与使用", "二、信息的共享", "三、名词解释"]);
    let below = "h2 p h2 p h2 p";
    for (text, wanted) in [
        (format!("隐私政策\n{BODY}\n{}\n{same}", entries.join("\n")), format!("h5 p toc toc toc {below}")),
        (format!("{BODY}\n目录\n一、信息的收集……1\n二、信息的共享……2\n三、名词解释……5\n{same}"), format!("p toc toc toc toc {below}")),
        (format!("{BODY}\n{}\n{worded_anew}", entries.join("\n")), format!("p toc toc toc {below}")),
        (
            format!(
                "<p>{BODY}</p><ul><li>信息的收集<li>信息的共享<li>名词解释</ul>{}",
                entries.map(|t| format!("<h2>{t}</h2><p>{BODY}</p>")).concat()
            ),
            format!("p toc toc toc {below}"),
        ),
        (
            format!("<p>{BODY}</p><ul><li><a href='#a'>收集</a><li><a href='#b'>共享</a><li><a href='#c'>解释</a></ul><p>{BODY}</p>"),
            "p toc toc toc p".into(),
        ),
        // Two equal lists, and rows of label and value, say what they say twice.
        (
            format!(
                "不适用以下情形：\n1、与国家安全有关的；\n2、与公共卫生有关的；\n3、与犯罪侦查有关的。\n{BODY}\n不适用以下情形：\n1、与国家安全有关的；\n2、与公共卫生有关的；\n3、与犯罪侦查有关的。"
            ),
            "p li1<0 li1<0 li1<0 p p li1<5 li1<5 li1<5".into(),
        ),
    ] {
        assert_eq!(kinds(&text), wanted, "{text}");
    }
    let labels = "使用目的\n分享\n收集信息\n设备信息\n";
    assert!(!kinds(&format!("甲SDK\n{labels}乙SDK\n{labels}丙SDK\n{labels}")).contains("toc"));
}

#[test]
fn a_numbered_line_is_a_title_when_text_is_under_it() {
    for (text, wanted) in [
        (format!("1、注册\n{BODY}\n2、支付\n{BODY}"), "h4 p h4 p"),
        ("我们会收集以下信息：\n1、手机号\n2、姓名\n3、电子邮箱".into(), "p li1<0 li1<0 li1<0"),
        (format!("我们会收集以下信息：\n1、手机号\n2、姓名\n3、电子邮箱\n{BODY}"), "p li1<0 li1<0 li1<0 p"),
        (format!("我们的功能如下：\n1、注册\n{BODY}\n2、支付\n{BODY}"), "p h4 p h4 p"),
        (
            format!("1. 收集\n1.1 收集的信息\n1.1.1 用户名\n1.1.2 昵称\n1.2 法律依据\n履行合同\n2. 共享\n{BODY}"),
            "h4 h5 li1<1 li1<1 h5 p h4 p",
        ),
        ("我们收集：\n1、基本信息：\n（1）姓名\n（2）电话\n2、设备信息：\n（1）型号".into(), "p li1<0 li2<1 li2<1 li1<0 li2<4"),
        (format!("1.  引言\n\n**{BODY}**\n\n2. 收集\n\n**{BODY}**\n\n3. 共享\n\n{BODY}"), "h4 p h4 p h4 p"),
        (format!("<h2>一、收集</h2><h3>1. {BODY}</h3><p>x</p>"), "h2 p p"),
    ] {
        assert_eq!(kinds(&text), wanted, "{text}");
    }
}

#[test]
fn hostile_depth_and_size_are_walked_in_linear_time() {
    let deep = "<div><span>".repeat(200_000) + "我们收集姓名" + &"</b></i>".repeat(200_000);
    assert_eq!(read(&deep).text, "我们收集姓名");
    let tables = "<table><tr><td>".repeat(50_000) + "x";
    assert_eq!(read(&tables).text, "x");
}

#[test]
fn files_that_are_no_text_are_refused_with_the_reason() {
    for (bytes, word) in [(&b""[..], "empty"), (&b"PK\x03\x04xxxx"[..], "ZIP")] {
        let DocumentError::NotText { why, .. } = Document::read("f", bytes, &mut Budget::default()).unwrap_err();
        assert!(why.contains(word), "{why}");
    }
}

#[test]
fn a_text_over_budget_is_cut_and_said() {
    let mut small = Budget::default().with(crate::budget::Unit::Text, 45);
    let read = Document::read("f", "<p>0123456789</p><p>more</p>".as_bytes(), &mut small).unwrap();
    assert_eq!((read.value.text.as_str(), read.gaps.len()), ("0123456789", 1));
}

#[test]
fn policies_agreements_and_error_pages_are_told_apart() {
    for (text, wanted) in [
        ("<title>隐私政策</title><h1>隐私政策</h1><p>我们会收集您的个人信息，并与第三方共享设备信息。</p>", PolicyLike::Policy),
        ("<h1>404 Not Found</h1><p>The page you are looking for does not exist.</p>", PolicyLike::ErrorPage),
        ("<h1>用户协议</h1><p>知识产权归本公司。用户行为违约的，本公司免责。争议由法院解决，许可终止。</p>", PolicyLike::Agreement),
        ("<p></p>", PolicyLike::Empty),
        ("<title>某某应用隐私政策与个人信息保护说明全文</title><div id=app></div>", PolicyLike::Empty),
        (
            "<title>隐私政策</title><noscript>You need to enable JavaScript to run this app.</noscript><div id=root></div>",
            PolicyLike::Shell,
        ),
        ("<title>安全验证</title><p>您的访问过于频繁，请拖动滑块完成验证后继续访问页面。</p>", PolicyLike::Challenge),
        ("<title>登录</title><form><p>请输入手机号</p><p>获取验证码</p><p>登录即代表同意用户协议和隐私政策</p></form>", PolicyLike::LogIn),
        ("<h1>抱歉</h1><p>您访问的页面不存在，或者链接已失效，请返回首页再试一次。</p>", PolicyLike::ErrorPage),
        ("<h1>Soup</h1><p>Boil the water, then add the salt and the onions and wait.</p>", PolicyLike::Other),
    ] {
        assert_eq!(read(text).kind(), wanted, "{text}");
    }
}
