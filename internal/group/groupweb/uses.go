package groupweb

import (
	"yrkesresan/internal/group"
	"yrkesresan/internal/platform/lang"
)

// usesDo are the things to do after courses: people who only need to reflect, and how courses are used.
func usesDo(c *lang.Catalog, d group.UsesDue) (out []doView) {
	if d.Reflect > 0 {
		out = append(out, doView{Title: c.T("group.do.reflect", "n", d.Reflect), Text: c.T("group.by.reflect"), Button: c.T("group.button.reflect"), Href: d.Href})
	}
	if d.Follow > 0 {
		out = append(out, doView{Title: c.T("group.do.uses", "n", d.Follow), Text: c.T("group.by.uses"), Button: c.T("group.button.uses"), Href: d.Href})
	}
	return out
}
