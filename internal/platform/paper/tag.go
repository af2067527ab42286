package paper

import (
	"fmt"
	"strings"
)

// node is one element of the structure tree (ISO 32000-1, 14.7): what a piece
// of the document is, in the order it is read.
type node struct {
	tag        string // a standard structure type: P, H1, TD …
	alt        string // text alternative, for figures and links
	actual     string // the text itself, where it is drawn otherwise
	attributes string // an attribute dictionary, as written
	kids       []kid
	ref        ref // set on export
}

// kid is a child node, or a marked piece of a page, or a link's clickable area.
type kid struct {
	node *node
	page *page
	mark int
	link *link
}

func (n *node) child(tag string) *node {
	c := &node{tag: tag}
	n.kids = append(n.kids, kid{node: c})
	return c
}

// numberNodes gives every node its object, in reading order.
func numberNodes(out *file, n *node) {
	n.ref = out.reserve()
	for _, k := range n.kids {
		if k.node != nil {
			numberNodes(out, k.node)
		}
	}
}

// writeNodes writes a numbered tree; parent is the object above n.
func writeNodes(out *file, n *node, parent ref) {
	var b strings.Builder
	fmt.Fprintf(&b, "<</Type /StructElem /S /%s /P %v", n.tag, parent)
	if n.alt != "" {
		b.WriteString(" /Alt " + textString(n.alt))
	}
	if n.actual != "" {
		b.WriteString(" /ActualText " + textString(n.actual))
	}
	if n.attributes != "" {
		b.WriteString(" /A " + n.attributes)
	}
	home := n.homePage()
	if home != nil {
		fmt.Fprintf(&b, " /Pg %v", home.ref)
	}
	if len(n.kids) > 0 {
		b.WriteString(" /K [")
		for _, k := range n.kids {
			b.WriteString(k.entry(home) + " ")
		}
		b.WriteString("]")
	}
	out.set(n.ref, "%s>>", b.String())
	for _, k := range n.kids {
		if k.node != nil {
			writeNodes(out, k.node, n.ref)
		}
	}
}

// homePage is the page of the first marked piece, or nil.
func (n *node) homePage() *page {
	for _, k := range n.kids {
		if k.node == nil {
			return k.page
		}
	}
	return nil
}

// entry is how a node lists one child; home is the page a bare number means.
func (k kid) entry(home *page) string {
	switch {
	case k.node != nil:
		return k.node.ref.String()
	case k.link != nil:
		return fmt.Sprintf("<</Type /OBJR /Pg %v /Obj %v>>", k.page.ref, k.link.ref)
	case k.page == home:
		return fmt.Sprint(k.mark)
	}
	return fmt.Sprintf("<</Type /MCR /Pg %v /MCID %d>>", k.page.ref, k.mark)
}
