//! What gaps and anomalies say, in Chinese. The report keeps each sentence once, in English, with the file's own names and figures in it; a
//! template gives it back in both languages. `{}` stands for what is the file's: it is carried over as it is.

use super::words::{same, w};
use crate::words::Words;

/// A sentence in both languages. One that has no template stays as it is: nothing is lost, and the tests look for those.
pub fn said(what: &str) -> Words {
    translated(what).map_or_else(|| same(what), |zh| w(&zh, what))
}

fn translated(what: &str) -> Option<String> {
    TEMPLATES.iter().find_map(|(en, zh)| filled(en, zh, what))
}

/// The holes of `en` read from `what` and written into `zh`, in order. `None` where `what` is another sentence.
fn filled(en: &str, zh: &str, what: &str) -> Option<String> {
    let mut pieces = en.split("{}");
    let mut rest = what.strip_prefix(pieces.next()?)?;
    let mut holes = Vec::new();
    let mut pieces = pieces.peekable();
    while let Some(piece) = pieces.next() {
        // The last literal ends the sentence; those before it end at their first occurrence.
        let at = if pieces.peek().is_none() {
            rest.len().checked_sub(piece.len()).filter(|_| rest.ends_with(piece))?
        } else {
            rest.find(piece)?
        };
        holes.push(rest.get(..at)?);
        rest = rest.get(at + piece.len()..)?;
    }
    if !rest.is_empty() {
        return None;
    }
    let mut holes = holes.into_iter();
    let mut out = String::new();
    for (n, piece) in zh.split("{}").enumerate() {
        if n > 0 {
            let hole = holes.next().unwrap_or_default();
            // A list of names may end in words of ours: ` and 4 more`.
            out.push_str(&clause(hole));
        }
        out.push_str(piece);
    }
    Some(out)
}

/// The end of a list that was cut.
fn clause(hole: &str) -> String {
    match hole.strip_suffix(" more").and_then(|rest| rest.rsplit_once(" and ")) {
        Some((shown, n)) if n.bytes().all(|b| b.is_ascii_digit()) => format!("{shown}，另有{n}个"),
        _ => hole.to_owned(),
    }
}

/// Longer sentences stand before those that begin like them.
#[rustfmt::skip]
const TEMPLATES: &[(&str, &str)] = &[
    // what the judgement lacks
    ("the category of the app is unknown or guessed", "应用类型未知，或为推测"),
    ("no policy text was supplied or found inside the app", "未提供隐私政策文本，应用内也未发现"),
    ("no policy supplied and none found inside the app", "未提供隐私政策文本，应用内也未发现"),
    ("a list of third parties stands on a page that was not supplied", "第三方清单在另一页面上，未提供"),
    ("the policy is dated {}, the app was obtained on {}", "隐私政策日期为{}，应用取得于{}"),
    ("the listing is of version {}, the app is version {}", "商店页面为{}版，应用为{}版"),
    // policies
    ("the document has no text", "文档没有文字"),
    ("the document looks like an error page", "文档像是错误页面"),
    ("the document looks like an error page (“{}”)", "文档像是错误页面（“{}”）"),
    ("the document is a page that asks to log in (“{}”)", "文档是登录页面（“{}”）"),
    ("the document is a page that asks to prove that one is human (“{}”)", "文档是人机验证页面（“{}”）"),
    ("the document is a page that only scripts fill; save it from a browser (“{}”)", "文档是只由脚本填充的页面（“{}”），请在浏览器中打开后保存"),
    ("the document looks like a user agreement", "文档像是用户协议"),
    ("the document looks like a user agreement (“{}”)", "文档像是用户协议（“{}”），不是隐私政策"),
    ("the document does not look like a privacy policy", "文档不像隐私政策：很少谈到个人信息的收集与使用"),
    ("the language ({}) is neither Chinese nor English and was not read", "文本语言（{}）既非中文也非英文，未分析"),
    ("the language is not known to be Chinese or English; what is read in it is little", "无法确认文本为中文或英文，读出的内容有限"),
    ("most words of the page are hidden by its styles and were not read; a script may show them", "页面大部分文字被样式隐藏，未读取；可能由脚本显示"),
    ("text beyond the limit was not read", "超出限额的文字未读取"),
    ("bytes that are not {} were replaced", "不符合{}编码的字节已替换"),
    ("{}: not a policy text: {}", "{}：不是政策文本（{}）"),
    // code that was not seen
    ("calls by names that are not in the code, in {} place", "通过代码中未出现的名称进行调用，共{}处"),
    ("calls by names that are not in the code, in {} places", "通过代码中未出现的名称进行调用，共{}处"),
    ("code is loaded at run time in {} place", "运行时加载代码，共{}处"),
    ("code is loaded at run time in {} places", "运行时加载代码，共{}处"),
    ("{} loads code at run time", "{}在运行时加载代码"),
    ("{} file with code outside the app's own DEX files: {}", "应用自身DEX文件之外有{}个含代码的文件：{}"),
    ("{} files with code outside the app's own DEX files: {}", "应用自身DEX文件之外有{}个含代码的文件：{}"),
    ("native code of {}: {}", "{}的原生代码：{}"),
    ("{} native library: {}; {} native method of the app", "{}个原生库：{}；应用声明了{}个原生方法"),
    ("{} native library: {}; {} native methods of the app", "{}个原生库：{}；应用声明了{}个原生方法"),
    ("{} native libraries: {}; {} native method of the app", "{}个原生库：{}；应用声明了{}个原生方法"),
    ("{} native libraries: {}; {} native methods of the app", "{}个原生库：{}；应用声明了{}个原生方法"),
    ("{} native library: {}", "{}个原生库：{}"),
    ("{} native libraries: {}", "{}个原生库：{}"),
    ("{} native method of the app, whose library is not in the package under a name of its own", "应用声明了{}个原生方法，安装包中没有以其名称命名的库"),
    ("{} native methods of the app, whose library is not in the package under a name of its own", "应用声明了{}个原生方法，安装包中没有以其名称命名的库"),
    ("{} page with scripts shown in a WebView: {}", "WebView中显示{}个含脚本的页面：{}"),
    ("{} pages with scripts shown in a WebView: {}", "WebView中显示{}个含脚本的页面：{}"),
    ("scripts of web pages may call the app: addJavascriptInterface in {} place", "网页脚本可调用应用：{}处addJavascriptInterface"),
    ("scripts of web pages may call the app: addJavascriptInterface in {} places", "网页脚本可调用应用：{}处addJavascriptInterface"),
    ("the classes of most declared components are not in the code ({} of {}): a packer, or code that is loaded later", "清单声明的多数组件在代码中没有对应的类（{}/{}）：疑似加固，或代码在运行后加载"),
    ("{} (packer)", "{}（加固）"),
    ("{} (hotfix)", "{}（热修复）"),
    ("{} (dynamic-loading)", "{}（动态加载）"),
    ("{} (engine)", "{}（引擎）"),
    ("class name comes from the network", "类名来自网络"),
    // splits and bundles
    ("split {} is required and not here", "缺少必需的分包{}"),
    ("{} APKs are variants of modules read already and were not read", "{}个APK是已读取模块的变体，未读取"),
    ("an expansion file (OBB) is not read", "扩展文件（OBB）未读取"),
    ("a manifest of another package was left out", "另一包名的清单文件未纳入"),
    ("a manifest of another package, {}", "另一包名的清单文件：{}"),
    ("no AndroidManifest.xml", "没有AndroidManifest.xml"),
    ("no manifest with a package name could be read", "未能读取带有包名的清单文件"),
    ("not an APK", "不是APK"),
    ("not signed with the certificate of {}", "签名证书与{}不同"),
    // DEX
    ("not a DEX file", "不是DEX文件"),
    ("a DEX file by name only", "仅文件名像DEX文件"),
    ("the name is that of a DEX file, the contents are not DEX", "文件名是DEX文件的，内容却不是"),
    ("{} names outside the file", "{}个名称位于文件之外"),
    ("class data overlap; members beyond the limit were not read", "类数据相互重叠，超出限额的成员未读取"),
    ("names overlap; beyond four times the file size they were not read", "名称相互重叠，超过文件四倍大小的部分未读取"),
    ("code items overlap; instructions beyond the limit were not read", "代码项相互重叠，超出限额的指令未读取"),
    ("code beyond the budget was not read", "超出限额的代码未读取"),
    // resources and XML
    ("the resource table could not be read in full", "资源表未能完整读取"),
    ("the network security config could not be read", "网络安全配置未能读取"),
    ("no resource table", "没有资源表"),
    ("no resources could be read", "未能读取任何资源"),
    ("a part of the resource table is damaged", "资源表部分损坏"),
    ("more packages than are read of one table", "资源表的包数超出读取上限"),
    ("more configurations than are read of one type", "一种资源类型的配置数超出读取上限"),
    ("more texts than are read of one app", "文字超出一个应用的读取上限"),
    ("more layouts than are read of one app", "布局超出一个应用的读取上限"),
    ("over the budget of one run; this and later layouts were not read", "超出单次分析限额，此布局及其后的未读取"),
    ("over the budget of one run, so it was not read", "超出单次分析限额，未读取"),
    ("no binary XML", "不是二进制XML"),
    ("binary XML without any element", "二进制XML中没有元素"),
    ("damaged binary XML: nothing readable after a chunk of impossible size", "二进制XML损坏：某数据块大小不可能，其后无法读取"),
    ("damaged XML text: {}", "XML文本损坏：{}"),
    ("no XML element", "没有XML元素"),
    ("a damaged attribute", "属性损坏"),
    ("damaged protobuf XML", "protobuf格式的XML损坏"),
    ("no protobuf XML", "不是protobuf格式的XML"),
    ("more elements than are read of one document", "元素超出一个文档的读取上限"),
    ("more text than is read of one document", "文字超出一个文档的读取上限"),
    ("elements nested more than 512 deep are read without their nesting", "嵌套超过512层的元素按平级读取"),
    ("the document ends within an element", "文档在元素中间结束"),
    ("the manifest is text, as in a decoded tree; Android takes binary XML only", "清单文件是文本（反编译目录的形式）；安卓只接受二进制XML"),
    ("the first type field is not that of a resource table", "首个类型字段不是资源表的"),
    ("the first type field is not that of binary XML; Android does not look at it", "首个类型字段不是二进制XML的；安卓不检查它"),
    ("the table states a header size that cannot be", "资源表的头部大小不可能"),
    ("the table states more bytes than it has", "资源表标称的字节数多于实际"),
    ("a chunk of a type that means nothing here", "此处无意义的数据块类型"),
    ("a chunk behind the last element states a size that cannot be", "末尾元素之后的数据块大小不可能"),
    ("a chunk states a size that cannot be", "数据块的大小不可能"),
    ("a package states a header size that cannot be", "资源包的头部大小不可能"),
    ("a package id above 255", "资源包编号大于255"),
    ("a type states more entries than it has offsets for", "资源类型标称的条目数多于偏移数"),
    ("the entries of a type start outside it", "资源类型的条目起点在其之外"),
    ("the string pool states a header size that cannot be", "字符串池的头部大小不可能"),
    ("the string pool states more strings than it has offsets for", "字符串池标称的字符串数多于偏移数"),
    ("the string pool's text starts outside the pool", "字符串池的文字起点在池外"),
    ("the string pool states styles that start outside the pool or before its text", "字符串池的样式起点在池外，或在文字之前"),
    ("the string pool states more styles than it has offsets for", "字符串池标称的样式数多于偏移数"),
    ("a second string pool, which replaces the first", "有第二个字符串池，取代了第一个"),
    ("the file header states a size that cannot be", "文件头的大小不可能"),
    ("the file header is longer than the format's", "文件头比格式规定的长"),
    ("the file states more bytes than it has", "文件标称的字节数多于实际"),
    ("bytes behind the stated end of the file", "标称的文件末尾之后还有字节"),
    ("an element too short for its own fields", "元素过短，容不下自身字段"),
    ("attributes do not start where the format puts them", "属性的起点与格式规定不同"),
    ("attributes are not of the format's size", "属性的大小与格式规定不同"),
    ("an element states more attributes than it has bytes for", "元素标称的属性数多于其字节所能容纳"),
    ("an attribute's name is not that of its resource id; the id decides", "属性名与其资源编号不符；以编号为准"),
    ("attributes without resource ids", "属性没有资源编号"),
    ("a framework attribute by name only, which Android does not see", "仅名称像系统属性，安卓不识别"),
    ("a value refers to a string that is not there", "属性值指向不存在的字符串"),
    ("a string without its closing NUL", "字符串缺少结尾的NUL"),
    ("a string that is no text in the pool's encoding", "字符串不符合字符串池的编码"),
    ("a name with control or white-space characters", "名称含控制字符或空白字符"),
    ("a name that carries its namespace prefix", "名称带有命名空间前缀"),
    ("elements nested deeper than any screen or manifest needs", "元素嵌套深度超出任何界面或清单所需"),
    ("an element ends that never began", "有未开始却结束的元素"),
    // the archive
    ("no central directory; entries were collected from local headers", "没有ZIP中央目录，条目由本地文件头收集"),
    ("more entries than the budget allows; the rest was not read", "条目超出分析限额，其余未读取"),
    ("no local header found, contents not read", "未找到本地文件头，内容未读取"),
    ("the contents begin beyond the end of the file", "内容起点超出文件末尾"),
    ("contents end after {} bytes, {} are stated", "内容在{}字节后结束，标称{}字节"),
    ("contents end after {} bytes", "内容在{}字节后结束"),
    ("compressed data is damaged after {} bytes of contents, {} are stated", "解压{}字节后数据损坏，标称{}字节"),
    ("contents are larger than {} bytes; the rest was not read", "内容大于{}字节，其余未读取"),
    ("the budget for unpacking ran out after {} bytes of this entry", "解压此条目{}字节后限额用尽"),
    ("no local header at the stated offset {}; found by its name elsewhere", "标称的偏移{}处没有本地文件头；在别处按名称找到"),
    ("no local header at the stated offset {}", "标称的偏移{}处没有本地文件头"),
    ("an extra field of {} bytes puts the contents beyond the file", "{}字节的扩展字段使内容超出文件"),
    ("the name reaches beyond the central directory", "名称超出中央目录"),
    ("the name is not UTF-8 or contains a NUL", "名称不是UTF-8，或含有NUL"),
    ("the name leads out of the folder it would be unpacked to", "名称指向解压目录之外"),
    ("the name has {} bytes", "名称长{}字节"),
    ("the extra field of the central record does not add up", "中央记录的扩展字段不自洽"),
    ("compression method {}; Android reads such an entry as stored, most tools not at all", "压缩方法为{}；安卓按未压缩读取，多数工具无法读取"),
    ("marked as encrypted; Android ignores the mark", "标记为加密；安卓忽略此标记"),
    ("the local header is marked as encrypted; Android ignores the mark", "本地文件头标记为加密；安卓忽略此标记"),
    ("stored, but of {} and {} bytes", "未压缩，两处大小却为{}和{}字节"),
    ("marked as a symbolic link", "标记为符号链接"),
    ("lies beyond the number of entries that the end record states; Android does not see it", "超出结尾记录所述的条目数；安卓看不到它"),
    ("the local header says {}", "本地文件头写的是{}"),
    ("method {} in the local header, {} in the central record", "压缩方法：本地文件头为{}，中央记录为{}"),
    ("sizes {}/{} and checksum {} in the local header, {}/{} and {} in the central record", "本地文件头的大小为{}/{}、校验和{}，中央记录为{}/{}、{}"),
    ("{} bytes of contents are stated, the file ends before", "标称内容{}字节，文件提前结束"),
    ("{} entries share the local header at one place", "{}个条目共用同一本地文件头"),
    ("a directory entry with the name of one of the app's own files", "目录条目与应用自身文件同名"),
    ("differs from {} in case only", "与{}仅大小写不同"),
    ("the {} signature has no certificate that can be read", "{}签名没有可读取的证书"),
    ("a second {} signature; Android takes the first", "有第二个{}签名；安卓取第一个"),
    ("the v1 and the v2 signature are by different certificates", "v1与v2签名使用不同的证书"),
    ("the signing block holds other data ({}), as channel marks of stores do", "签名块中有其他数据（{}），渠道标记常如此"),
    ("not a PKCS #7 signature that can be read", "不是可读取的PKCS #7签名"),
    ("says that the APK has signatures of scheme {}; there are none", "声称APK有{}方案的签名，实际没有"),
    ("the signing block is stated to have {} bytes and does not begin there", "签名块标称{}字节，起点不符"),
    ("the pairs of the signing block do not add up", "签名块的数据对不自洽"),
    ("the last end-of-central-directory signature leads nowhere; the one at {} was used, Android takes the last", "最后一个结尾记录无效；使用了{}处的记录，安卓取最后一个"),
    ("no end-of-central-directory record leads to a central directory", "没有结尾记录指向中央目录"),
    ("no end-of-central-directory record", "没有中央目录结尾记录"),
    ("the comment is stated to have {} bytes and ends beyond the file", "注释标称{}字节，超出文件末尾"),
    ("{} bytes follow the end of the archive", "压缩包结尾之后还有{}字节"),
    ("disk numbers {} and {} in a single file", "单个文件却有分卷编号{}和{}"),
    ("zip64 end record; Android 10 refuses such a file, newer ones may not", "有zip64结尾记录；安卓10拒绝此类文件，更新的版本可能接受"),
    ("bytes inside the central directory that are no record", "中央目录内有不是记录的字节"),
    ("the central directory is stated at {} and stands at {}", "中央目录标称位于{}，实际位于{}"),
    ("the central directory is stated to have {} bytes; its records have {}", "中央目录标称{}字节，其记录为{}字节"),
    ("{} bytes between central directory and end record", "中央目录与结尾记录之间有{}字节"),
    ("{} entries are stated, {} records are there", "标称{}个条目，实际{}条记录"),
    ("{} bytes are stated, the contents have {}", "标称{}字节，内容为{}字节"),
    ("checksum {} is stated, the contents have {}", "标称校验和{}，内容为{}"),
    ("{} more places of this oddity", "同类异常另有{}处"),
    ("{} entries have this name", "{}个条目使用此名称"),
    ("the file is a DEX file and an archive at once (Janus, CVE-2017-13156)", "文件同时是DEX文件和压缩包（Janus，CVE-2017-13156）"),
    ("the file does not begin with a local header", "文件不以本地文件头开始"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_with_names_and_figures() {
        for (en, zh) in [
            ("not an APK", "不是APK"),
            ("3 entries have this name", "3个条目使用此名称"),
            ("contents end after 12 bytes", "内容在12字节后结束"),
            ("contents end after 12 bytes, 40 are stated", "内容在12字节后结束，标称40字节"),
            (
                "2 native libraries: liba.so, libb.so and 4 more; 1 native method of the app",
                "2个原生库：liba.so, libb.so，另有4个；应用声明了1个原生方法",
            ),
            ("no local header at the stated offset 77; found by its name elsewhere", "标称的偏移77处没有本地文件头；在别处按名称找到"),
            (
                "sizes 1/2 and checksum 0a in the local header, 3/4 and 0b in the central record",
                "本地文件头的大小为1/2、校验和0a，中央记录为3/4、0b",
            ),
            ("a sentence of somebody else", "a sentence of somebody else"),
        ] {
            assert_eq!(said(en).zh, zh);
            assert_eq!(said(en).en, en);
        }
    }

    #[test]
    fn both_languages_have_the_same_holes_and_no_template_hides_another() {
        for (n, (en, zh)) in TEMPLATES.iter().enumerate() {
            assert_eq!(en.matches("{}").count(), zh.matches("{}").count(), "{en}");
            let sample = en.replace("{}", "7");
            let first = TEMPLATES.iter().position(|(e, z)| filled(e, z, &sample).is_some());
            assert_eq!(first, Some(n), "{en}");
        }
    }
}
