//! A text document (Office Open XML, ECMA-376 part 1: WordprocessingML). Small on purpose: paragraphs, headings, tables, a header that bears
//! the draft mark on every page, page numbers. `docx-rs` would bring 32 crates for these few elements.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use super::{Block, Paper, PaperError, Table, pack, plain};
use crate::words::Lang;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const R: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

type Xml = Writer<Vec<u8>>;

pub fn write(paper: &Paper) -> Result<Vec<u8>, PaperError> {
    let files = [
        ("[Content_Types].xml", content_types()?),
        ("_rels/.rels", package_relations()?),
        ("docProps/core.xml", core(paper)?),
        ("word/document.xml", document(paper)?),
        ("word/styles.xml", styles(paper)?),
        ("word/header1.xml", margin(paper, true)?),
        ("word/footer1.xml", margin(paper, false)?),
        ("word/_rels/document.xml.rels", document_relations()?),
    ];
    pack::pack(&files.map(|(name, bytes)| (name.to_owned(), bytes)))
}

fn file(root: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<Vec<u8>> {
    let mut x = Writer::new(Vec::new());
    x.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), Some("yes"))))?;
    el(&mut x, root, attributes, inner)?;
    Ok(x.into_inner())
}

fn el(x: &mut Xml, name: &str, attributes: &[(&str, &str)], inner: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    let mut e = x.create_element(name);
    for (key, value) in attributes {
        e = e.with_attribute((*key, *value));
    }
    e.write_inner_content(inner)?;
    Ok(())
}

fn empty(x: &mut Xml, name: &str, attributes: &[(&str, &str)]) -> io::Result<()> {
    let mut e = x.create_element(name);
    for (key, value) in attributes {
        e = e.with_attribute((*key, *value));
    }
    e.write_empty()?;
    Ok(())
}

fn value(x: &mut Xml, name: &str, value: &str) -> io::Result<()> {
    empty(x, name, &[("w:val", value)])
}

fn content_types() -> io::Result<Vec<u8>> {
    file("Types", &[("xmlns", "http://schemas.openxmlformats.org/package/2006/content-types")], |x| {
        let default = |x: &mut Xml, ending: &str, kind: &str| empty(x, "Default", &[("Extension", ending), ("ContentType", kind)]);
        default(x, "rels", "application/vnd.openxmlformats-package.relationships+xml")?;
        default(x, "xml", "application/xml")?;
        let part = |x: &mut Xml, part: &str, kind: &str| empty(x, "Override", &[("PartName", part), ("ContentType", kind)]);
        part(x, "/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml")?;
        for (name, kind) in [("document", "document.main"), ("styles", "styles"), ("header1", "header"), ("footer1", "footer")] {
            part(x, &format!("/word/{name}.xml"), &format!("{OFFICE}.{kind}+xml"))?;
        }
        Ok(())
    })
}

fn relation(x: &mut Xml, id: &str, kind: &str, target: &str) -> io::Result<()> {
    empty(x, "Relationship", &[("Id", id), ("Type", kind), ("Target", target)])
}

fn package_relations() -> io::Result<Vec<u8>> {
    file("Relationships", &[("xmlns", RELATIONS)], |x| {
        relation(x, "rId1", &format!("{R}/officeDocument"), "word/document.xml")?;
        relation(x, "rId2", &format!("{RELATIONS}/metadata/core-properties"), "docProps/core.xml")
    })
}

fn document_relations() -> io::Result<Vec<u8>> {
    file("Relationships", &[("xmlns", RELATIONS)], |x| {
        relation(x, "rId1", &format!("{R}/styles"), "styles.xml")?;
        relation(x, "rId2", &format!("{R}/header"), "header1.xml")?;
        relation(x, "rId3", &format!("{R}/footer"), "footer1.xml")
    })
}

fn core(paper: &Paper) -> io::Result<Vec<u8>> {
    let spaces = [
        ("xmlns:cp", "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
    ];
    file("cp:coreProperties", &spaces, |x| {
        let mark = paper.mark().unwrap_or_default();
        let rows = [
            ("dc:title", plain(&paper.title)),
            ("dc:creator", plain(&paper.author)),
            ("dc:subject", mark.to_owned()),
            ("cp:keywords", mark.to_owned()),
            ("cp:contentStatus", mark.to_owned()),
        ];
        for (name, text) in rows.iter().filter(|(_, t)| !t.is_empty()) {
            el(x, name, &[], |x| x.write_event(Event::Text(BytesText::new(text))))?;
        }
        Ok(())
    })
}

fn styles(paper: &Paper) -> io::Result<Vec<u8>> {
    let (east, lang) = if paper.lang == Lang::Zh { ("SimSun", "zh-CN") } else { ("SimSun", "en-US") };
    file("w:styles", &[("xmlns:w", W)], |x| {
        el(x, "w:docDefaults", &[], |x| {
            el(x, "w:rPrDefault", &[], |x| {
                el(x, "w:rPr", &[], |x| {
                    empty(x, "w:rFonts", &[("w:ascii", "Times New Roman"), ("w:hAnsi", "Times New Roman"), ("w:eastAsia", east)])?;
                    value(x, "w:sz", "22")?;
                    empty(x, "w:lang", &[("w:val", lang), ("w:eastAsia", "zh-CN")])
                })
            })?;
            el(x, "w:pPrDefault", &[], |x| {
                el(x, "w:pPr", &[], |x| empty(x, "w:spacing", &[("w:after", "100"), ("w:line", "320"), ("w:lineRule", "auto")]))
            })
        })?;
        let style = |x: &mut Xml, id: &str, name: &str, size: &str, align: &str, outline: Option<&str>| {
            el(x, "w:style", &[("w:type", "paragraph"), ("w:styleId", id)], |x| {
                value(x, "w:name", name)?;
                el(x, "w:pPr", &[], |x| {
                    empty(x, "w:keepNext", &[])?;
                    empty(x, "w:spacing", &[("w:before", "200"), ("w:after", "120")])?;
                    value(x, "w:jc", align)?;
                    outline.map_or(Ok(()), |level| value(x, "w:outlineLvl", level))
                })?;
                el(x, "w:rPr", &[], |x| {
                    empty(x, "w:b", &[])?;
                    value(x, "w:sz", size)
                })
            })
        };
        style(x, "Title", "Title", "36", "center", None)?;
        style(x, "Heading1", "heading 1", "28", "left", Some("0"))?;
        style(x, "Heading2", "heading 2", "24", "left", Some("1"))
    })
}

/// Header with the draft mark, or footer with mark and page number: on every page.
fn margin(paper: &Paper, header: bool) -> io::Result<Vec<u8>> {
    file(if header { "w:hdr" } else { "w:ftr" }, &[("xmlns:w", W)], |x| {
        let mark = paper.mark().unwrap_or_default();
        el(x, "w:p", &[], |x| {
            el(x, "w:pPr", &[], |x| value(x, "w:jc", "center"))?;
            if !mark.is_empty() {
                run(x, mark, |x| {
                    empty(x, "w:b", &[])?;
                    value(x, "w:color", "A8201A")
                })?;
            }
            if header {
                return Ok(());
            }
            run(x, if mark.is_empty() { "" } else { "    " }, |_| Ok(()))?;
            el(x, "w:fldSimple", &[("w:instr", " PAGE ")], |x| run(x, "1", |_| Ok(())))
        })
    })
}

fn run(x: &mut Xml, text: &str, properties: impl FnOnce(&mut Xml) -> io::Result<()>) -> io::Result<()> {
    el(x, "w:r", &[], |x| {
        el(x, "w:rPr", &[], properties)?;
        for (i, line) in text.split('\n').enumerate() {
            if i > 0 {
                empty(x, "w:br", &[])?;
            }
            el(x, "w:t", &[("xml:space", "preserve")], |x| x.write_event(Event::Text(BytesText::new(line))))?;
        }
        Ok(())
    })
}

fn paragraph(x: &mut Xml, text: &str, style: &str, align: &str) -> io::Result<()> {
    el(x, "w:p", &[], |x| {
        el(x, "w:pPr", &[], |x| {
            if !style.is_empty() {
                value(x, "w:pStyle", style)?;
            }
            match align {
                "" => Ok(()),
                "indent" => empty(x, "w:ind", &[("w:firstLineChars", "200"), ("w:firstLine", "440")]),
                align => value(x, "w:jc", align),
            }
        })?;
        run(x, &plain(text), |_| Ok(()))
    })
}

fn document(paper: &Paper) -> io::Result<Vec<u8>> {
    let widest = paper.tables().iter().map(|t| t.columns.iter().map(|c| u32::from(c.width)).sum::<u32>()).max().unwrap_or(0);
    let landscape = widest > 130;
    // A4 in twentieths of a point, margins of 20 mm.
    let (page, across) =
        if landscape { ([("w:w", "16838"), ("w:h", "11906")], 14570u32) } else { ([("w:w", "11906"), ("w:h", "16838")], 9638) };
    file("w:document", &[("xmlns:w", W), ("xmlns:r", R)], |x| {
        el(x, "w:body", &[], |x| {
            paragraph(x, &paper.title, "Title", "")?;
            for line in &paper.subtitle {
                paragraph(x, line, "", "center")?;
            }
            for block in &paper.blocks {
                match block {
                    Block::Heading(level, t) => paragraph(x, t, if *level == 1 { "Heading1" } else { "Heading2" }, "")?,
                    // Chinese official papers begin a paragraph two characters in.
                    Block::Text(t) => paragraph(x, t, "", if paper.lang == Lang::Zh { "indent" } else { "" })?,
                    Block::Address(t) => paragraph(x, t, "", "")?,
                    Block::Table(t) => table(x, t, across)?,
                    Block::Bars(b) => {
                        paragraph(x, &b.name, "Heading1", "")?;
                        table(x, &b.table(paper.lang), across)?;
                    }
                    Block::Signature(lines) => lines.iter().try_for_each(|l| paragraph(x, l, "", "right"))?,
                }
            }
            el(x, "w:sectPr", &[], |x| {
                empty(x, "w:headerReference", &[("w:type", "default"), ("r:id", "rId2")])?;
                empty(x, "w:footerReference", &[("w:type", "default"), ("r:id", "rId3")])?;
                let mut size = page.to_vec();
                if landscape {
                    size.push(("w:orient", "landscape"));
                }
                empty(x, "w:pgSz", &size)?;
                let side = "1134";
                empty(
                    x,
                    "w:pgMar",
                    &[
                        ("w:top", side),
                        ("w:right", side),
                        ("w:bottom", side),
                        ("w:left", side),
                        ("w:header", "600"),
                        ("w:footer", "600"),
                        ("w:gutter", "0"),
                    ],
                )
            })
        })
    })
}

fn table(x: &mut Xml, t: &Table, across: u32) -> io::Result<()> {
    let total: u32 = t.columns.iter().map(|c| u32::from(c.width)).sum::<u32>().max(1);
    let widths: Vec<String> = t.columns.iter().map(|c| (u32::from(c.width) * across / total).to_string()).collect();
    el(x, "w:tbl", &[], |x| {
        el(x, "w:tblPr", &[], |x| {
            empty(x, "w:tblW", &[("w:w", &across.to_string()), ("w:type", "dxa")])?;
            el(x, "w:tblBorders", &[], |x| {
                for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                    empty(x, &format!("w:{side}"), &[("w:val", "single"), ("w:sz", "4"), ("w:color", "8A929B")])?;
                }
                Ok(())
            })?;
            value(x, "w:tblLayout", "fixed")
        })?;
        el(x, "w:tblGrid", &[], |x| widths.iter().try_for_each(|w| empty(x, "w:gridCol", &[("w:w", w)])))?;
        let row = |x: &mut Xml, cells: &[String], head: bool| {
            el(x, "w:tr", &[], |x| {
                el(x, "w:trPr", &[], |x| {
                    empty(x, "w:cantSplit", &[])?;
                    if head { empty(x, "w:tblHeader", &[]) } else { Ok(()) }
                })?;
                for (cell, width) in cells.iter().zip(&widths) {
                    el(x, "w:tc", &[], |x| {
                        el(x, "w:tcPr", &[], |x| {
                            empty(x, "w:tcW", &[("w:w", width), ("w:type", "dxa")])?;
                            if head { empty(x, "w:shd", &[("w:val", "clear"), ("w:fill", "E9EDF2")]) } else { Ok(()) }
                        })?;
                        el(x, "w:p", &[], |x| {
                            el(x, "w:pPr", &[], |x| {
                                empty(x, "w:spacing", &[("w:after", "20"), ("w:line", "260"), ("w:lineRule", "auto")])
                            })?;
                            run(x, &plain(cell), |x| {
                                if head {
                                    empty(x, "w:b", &[])?;
                                }
                                value(x, "w:sz", "19")
                            })
                        })
                    })?;
                }
                Ok(())
            })
        };
        if !t.headless() {
            row(x, &t.columns.iter().map(|c| c.name.clone()).collect::<Vec<_>>(), true)?;
        }
        t.rows.iter().try_for_each(|cells| row(x, cells, false))
    })?;
    paragraph(x, "", "", "")
}
