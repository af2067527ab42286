package orgweb

import (
	"context"

	"github.com/a-h/templ"

	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/ui"
)

// table is a list of places: name, what it is and, for municipalities, how many live there.
func table(ctx context.Context, list []place, inhabitants bool, caption string) ui.TableProps {
	t := ui.TableProps{ID: "platser", Caption: caption, Cards: true, Columns: []ui.Column{{Title: lang.T(ctx, "org.name")}, {Title: lang.T(ctx, "org.kind")}}}
	if inhabitants {
		t.Columns = append(t.Columns, ui.Column{Title: lang.T(ctx, "org.inhabitants"), Number: true})
	}
	for _, p := range list {
		row := ui.Row{Head: ui.CellLink(p.Href, p.Name), Cells: []templ.Component{ui.Text(p.Kind)}}
		if inhabitants {
			row.Cells = append(row.Cells, ui.Text(p.Population))
		}
		t.Rows = append(t.Rows, row)
	}
	return t
}
