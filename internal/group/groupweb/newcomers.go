package groupweb

import (
	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/lang"
)

// newcomersDo are the things to do about who is new: something late in an introduction, and who lacks a mentor or a buddy.
func newcomersDo(c *lang.Catalog, d group.NewcomersDue) (out []doView) {
	if d.Late > 0 {
		out = append(out, doView{Title: c.T("group.do.newcomers_late", "n", d.Late), Text: c.T("group.by.newcomers_late"), Button: c.T("group.button.newcomers_late"), Href: d.Href})
	}
	if d.Lack > 0 {
		out = append(out, doView{Title: c.T("group.do.newcomers_lack", "n", d.Lack), Text: c.T("group.by.newcomers_lack"), Button: c.T("group.button.newcomers_lack"), Href: d.Href})
	}
	return out
}
