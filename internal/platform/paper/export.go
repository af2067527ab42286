package paper

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"strings"
	"time"
)

const producer = "yrkesresan/paper"

// export writes the set pages as a file.
func export(d Document, f *flow) []byte {
	out := &file{}
	root, info, pages := out.reserve(), out.reserve(), out.reserve()
	for _, p := range f.pages {
		p.ref = out.reserve()
		for _, l := range p.links {
			l.ref = out.reserve()
		}
	}
	tree := out.reserve()
	numberNodes(out, f.root)
	writeNodes(out, f.root, tree)
	parents, next := writeParents(out, f.pages)
	out.set(tree, "<</Type /StructTreeRoot /K [%v] /ParentTree %v /ParentTreeNextKey %d>>", f.root.ref, parents, next)
	writePages(out, pages, f)

	metadata := out.addRaw(xmp(d), "/Type /Metadata /Subtype /XML")
	out.set(root, "<</Type /Catalog /Pages %v /Lang (%s) /MarkInfo <</Marked true>> /ViewerPreferences <</DisplayDocTitle true>> /StructTreeRoot %v /Metadata %v>>",
		pages, d.Lang, tree, metadata)
	author := ""
	if d.Author != "" {
		author = " /Author " + textString(d.Author)
	}
	date := pdfDate(d.Created)
	out.set(info, "<</Title %s%s /Producer (%s) /CreationDate (%s) /ModDate (%s)>>", textString(d.Title), author, producer, date, date)
	return out.bytes(root, info)
}

// writePages writes the page tree, flat: readers take thousands of kids.
func writePages(out *file, pages ref, f *flow) {
	resources := f.fonts.write(out)
	shared := out.add("%s", resources)
	var kids strings.Builder
	key := len(f.pages) // of the first link in the parent tree
	for i, p := range f.pages {
		fmt.Fprintf(&kids, "%v ", p.ref)
		var links strings.Builder
		for _, l := range p.links {
			out.set(l.ref, "<</Type /Annot /Subtype /Link /Rect [%s %s %s %s] /Border [0 0 0] /F 4 /P %v /StructParent %d /Contents %s /A <</S /URI /URI (%s)>>>>",
				number(l.x), number(pageHeight-l.y-l.height), number(l.x+l.width), number(pageHeight-l.y),
				p.ref, key, textString(l.says), literal(l.url))
			fmt.Fprintf(&links, "%v ", l.ref)
			key++
		}
		annots := ""
		if len(p.links) > 0 {
			annots = " /Annots [" + links.String() + "]"
		}
		content := out.addStream(p.content.Bytes(), "")
		out.set(p.ref, "<</Type /Page /Parent %v /MediaBox [0 0 %s %s] /Resources %v /Contents %v /StructParents %d /Tabs /S%s>>",
			pages, number(pageWidth), number(pageHeight), shared, content, i, annots)
	}
	out.set(pages, "<</Type /Pages /Kids [%s] /Count %d>>", kids.String(), len(f.pages))
}

// writeParents writes the way back from a marked piece or a link to its node
// (ISO 32000-1, 14.7.4.4): pages have the keys from 0, links those after.
func writeParents(out *file, pages []*page) (tree ref, next int) {
	var nums strings.Builder
	for i, p := range pages {
		var owners strings.Builder
		for _, n := range p.owners {
			fmt.Fprintf(&owners, "%v ", n.ref)
		}
		fmt.Fprintf(&nums, "%d %v ", i, out.add("[%s]", owners.String()))
	}
	next = len(pages)
	for _, p := range pages {
		for _, l := range p.links {
			fmt.Fprintf(&nums, "%d %v ", next, l.owner.ref)
			next++
		}
	}
	return out.add("<</Nums [%s]>>", nums.String()), next
}

// pdfDate is ISO 32000-1, 7.9.4, in UTC.
func pdfDate(t time.Time) string { return t.UTC().Format("D:20060102150405") + "Z" }

// literal escapes an ASCII string for round brackets.
func literal(s string) string {
	return strings.NewReplacer(`\`, `\\`, "(", `\(`, ")", `\)`).Replace(s)
}

// xmp is the metadata packet; pdfuaid:part is where a file says that it
// follows PDF/UA-1 (ISO 14289-1, 5).
func xmp(d Document) []byte {
	escape := func(s string) string {
		var b bytes.Buffer
		xml.EscapeText(&b, []byte(s)) // a bytes.Buffer takes everything
		return b.String()
	}
	creator := ""
	if d.Author != "" {
		creator = "<dc:creator><rdf:Seq><rdf:li>" + escape(d.Author) + "</rdf:li></rdf:Seq></dc:creator>"
	}
	when := d.Created.UTC().Format(time.RFC3339)
	return []byte(`<?xpacket begin="` + "\ufeff" + `" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part>
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">` + escape(d.Title) + `</rdf:li></rdf:Alt></dc:title>` + creator + `
<dc:language><rdf:Bag><rdf:li>` + d.Lang + `</rdf:li></rdf:Bag></dc:language>
<xmp:CreateDate>` + when + `</xmp:CreateDate><xmp:ModifyDate>` + when + `</xmp:ModifyDate>
<pdf:Producer>` + producer + `</pdf:Producer>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>`)
}
