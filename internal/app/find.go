package app

import (
	"context"
	"io/fs"

	"yrkesresan/internal/access/accessweb"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/page"
	"yrkesresan/internal/platform/ui"
)

// Texts is every room's Swedish, merged.
func Texts() (*lang.Catalog, error) {
	return lang.New(map[string]fs.FS{"ui": ui.Texts, "page": page.Texts, "access": accessweb.Texts})
}

// Municipality finds a municipality by SCB code.
func (a *App) Municipality(ctx context.Context, code string) (org.Node, error) {
	return a.Tree.Municipality(ctx, code, a.Staff.Today())
}

// Person finds who has an employment number at a municipality.
func (a *App) Person(ctx context.Context, code, number string) (string, error) {
	m, err := a.Municipality(ctx, code)
	if err != nil {
		return "", err
	}
	return a.Staff.ByNumber(ctx, m.ID, number)
}
