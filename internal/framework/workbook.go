package framework

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"yrkesresan/internal/framework/frame"
	"yrkesresan/internal/framework/workbook"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/grid"
	"yrkesresan/internal/platform/grid/rows"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/may"
)

// Limits on a workbook that somebody sends.
var mostSheet = rows.Most{Bytes: 20 << 20, Rows: 20_000, Columns: 60}

// Note is one thing to put right in a file, or to know about it.
type Note struct {
	Row    int // the row number Excel shows; 0 the file
	Sheet  string
	Column string
	Key    string
	Args   map[string]string
}

// Say tells it, with the sheet it stands in when the file has several.
func (n Note) Say(texts *lang.Catalog) string {
	args := []any{}
	for name, value := range n.Args {
		args = append(args, name, value)
	}
	said := texts.T(n.Key, args...)
	if n.Sheet == "" {
		return said
	}
	return texts.T("framework.file.in_sheet", "sheet", n.Sheet, "text", said)
}

// Reading is what a file says before anything is written.
type Reading struct {
	Frame                      *frame.Frame
	Owner                      string // who keeps the framework that there is; "" there is none
	Areas, Requirements, Goals int
	Errors, Warnings           []Note
	Before                     *frame.Frame // what it would replace: the draft, or else the latest version; nil: nothing
	Draft                      int64        // revision of the draft that it would replace; 0: none
}

// Workbook is a version as a workbook: the one that holds, or the draft for whoever works on it.
func (fs *Frameworks) Workbook(ctx context.Context, a may.Actor, id string, draft bool) ([]byte, error) {
	if draft {
		d, err := fs.Draft(ctx, a, id)
		if err != nil {
			return nil, err
		}
		return Excel(d.Frame)
	}
	v, err := fs.Holding(ctx, a, id)
	if err != nil {
		return nil, err
	}
	return Excel(v.Frame)
}

// Excel is a framework as a workbook.
func Excel(f *frame.Frame) ([]byte, error) {
	var out []grid.Sheet
	for _, t := range workbook.Write(f) {
		out = append(out, grid.Sheet{Name: t.Name, Rows: t.Rows})
	}
	return grid.Workbook(out)
}

// Read reads a workbook, or a file of separated text with requirements and goals, and says what is wrong in it by
// row and column. Nothing is written. Into, when given, is the framework that the file is for: what the file does not
// say of it stays. A file that cannot be read at all gives one error for the whole file.
func (fs *Frameworks) Read(ctx context.Context, a may.Actor, src io.ReaderAt, size int64, into string) (*Reading, error) {
	if err := may.AskSomewhere(a, may.EditFramework); err != nil {
		return nil, err
	}
	sheets, err := rows.ReadSheets(src, size, mostSheet, workbook.LooksLike)
	if f := fault.Of(err); f != nil {
		return &Reading{Frame: &frame.Frame{}, Errors: []Note{{Key: f.Key, Args: f.Args}}}, nil
	}
	if err != nil {
		return nil, err
	}
	base, _, err := fs.newest(ctx, a, into)
	if err != nil {
		return nil, err
	}
	names, err := fs.names(ctx)
	if err != nil {
		return nil, err
	}
	r := workbook.From(sheets, base, names)
	if into != "" && r.Frame.ID != into {
		r.Problems = append(r.Problems, rows.Problem{Key: "framework.file.other_id", Args: map[string]string{"has": r.Frame.ID, "want": into}})
	}
	return fs.judge(ctx, a, r)
}

// Judge is what Read gives, of a framework that has been read already.
func (fs *Frameworks) Judge(ctx context.Context, a may.Actor, f *frame.Frame) (*Reading, error) {
	if err := may.AskSomewhere(a, may.EditFramework); err != nil {
		return nil, err
	}
	return fs.judge(ctx, a, &workbook.Read{Frame: *f})
}

// judge checks what a file says and compares it with what is there.
func (fs *Frameworks) judge(ctx context.Context, a may.Actor, r *workbook.Read) (*Reading, error) {
	f := &r.Frame
	out := &Reading{Frame: f}
	for _, p := range r.Problems {
		out.Errors = append(out.Errors, Note{p.Row, p.Sheet, p.Column, p.Key, p.Args})
	}
	problems, err := fs.Check(ctx, f)
	if err != nil {
		return nil, err
	}
	for _, p := range problems {
		at := r.Where(p)
		n := Note{at.Row, at.Sheet, at.Column, at.Key, at.Args}
		if p.Warning {
			out.Warnings = append(out.Warnings, n)
		} else {
			out.Errors = append(out.Errors, n)
		}
	}
	if err := fs.sayable(f); err != nil {
		out.Errors = append(out.Errors, Note{Key: fault.Of(err).Key})
	}
	out.Areas = len(f.Areas)
	for _, area := range f.Areas {
		out.Requirements += len(area.Requirements)
		for _, q := range area.Requirements {
			out.Goals += len(q.Goals)
		}
	}
	out.Owner, err = ownerOf(ctx, fs.DB, f.ID)
	switch {
	case errors.Is(err, ErrNone):
		return out, nil
	case err != nil:
		return nil, err
	}
	out.Before, out.Draft, err = fs.newest(ctx, a, f.ID)
	return out, err
}

// newest gives the draft of a framework for whoever works on it, or else its latest version; nil when there is neither.
func (fs *Frameworks) newest(ctx context.Context, a may.Actor, id string) (*frame.Frame, int64, error) {
	if id == "" {
		return nil, 0, nil
	}
	d, err := fs.Draft(ctx, a, id)
	switch {
	case err == nil:
		return d.Frame, d.Revision, nil
	case !isNoDraft(err) && fault.Of(err) == nil:
		return nil, 0, err
	}
	r, there, err := latest(ctx, fs.DB, id)
	if err != nil || !there {
		return nil, 0, err
	}
	f, err := read(r.Body)
	return f, 0, err
}

// names lets a person write occupations, service areas and courses by name.
func (fs *Frameworks) names(ctx context.Context) (workbook.Names, error) {
	ref, err := fs.Tree.CachedReference(ctx)
	if err != nil {
		return workbook.Names{}, err
	}
	occupations, areas, courses := map[string]string{}, map[string]string{}, map[string]string{}
	for _, o := range ref.Occupations {
		occupations[strings.ToLower(o.Name)] = o.ID
		occupations[strings.ToLower(o.Plural)] = o.ID
	}
	for _, s := range ref.Areas {
		areas[strings.ToLower(s.Name)] = s.ID
	}
	if fs.Courses != nil {
		titles, err := fs.Courses(ctx)
		if err != nil {
			return workbook.Names{}, err
		}
		for id, title := range titles {
			courses[strings.ToLower(title)] = id
		}
	}
	taken, err := db.All(ctx, fs.DB, db.Text, `SELECT id FROM framework ORDER BY id LIMIT 20000`)
	if err != nil {
		return workbook.Names{}, err
	}
	by := func(all map[string]string) func(string) (string, bool) {
		return func(name string) (string, bool) {
			id, ok := all[strings.ToLower(strings.TrimSpace(name))]
			return id, ok
		}
	}
	return workbook.Names{Occupation: by(occupations), Service: by(areas), Course: by(courses), Today: fs.Now(),
		Free: func(id string) bool { _, there := slices.BinarySearch(taken, id); return !there }}, nil
}

// TakeIn makes what a file says the draft of a framework: of one that there is, or of a new one kept by an owner.
// A draft that stands there is replaced when it is as it was in a revision; 0: there was none.
func (fs *Frameworks) TakeIn(ctx context.Context, a may.Actor, f *frame.Frame, ownerID string, revision int64) error {
	if err := fs.accept(ctx, f); err != nil {
		return err
	}
	return fs.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := fs.holdOrBegin(ctx, tx, a, f.ID, ownerID); err != nil {
			return err
		}
		was, err := draftRow(ctx, tx, f.ID)
		switch {
		case isNoDraft(err) && revision == 0:
			before, _, err := latest(ctx, tx, f.ID)
			if err != nil {
				return err
			}
			return fs.insertDraft(ctx, tx, a, f, before.Version)
		case err == nil && was.Revision == revision:
			return fs.saveDraft(ctx, tx, a, f)
		case err == nil || isNoDraft(err):
			return ErrMoved
		}
		return err
	})
}

// accept refuses what has something wrong in it: a bad file writes nothing.
func (fs *Frameworks) accept(ctx context.Context, f *frame.Frame) error {
	if err := fs.sayable(f); err != nil {
		return err
	}
	problems, err := fs.Check(ctx, f)
	if err != nil {
		return err
	}
	if frame.Broken(problems) {
		return ErrBroken
	}
	return nil
}

// Taken is what became of a file.
type Taken struct {
	Version int64
	Changed bool // not, when the version that there is says the same
}

// Publish publishes what a file says from a day on, at once: as the next version of a framework that there is, or as the
// first of a new one kept by an owner ("" where there is one). The same again changes nothing.
func (fs *Frameworks) Publish(ctx context.Context, a may.Actor, f *frame.Frame, ownerID, from string) (t Taken, err error) {
	t.Version, err = fs.put(ctx, a, f, ownerID, Release{From: from, anyDay: a.IsOperator()})
	if errors.Is(err, ErrSame) {
		return t, nil
	}
	t.Changed = err == nil
	return t, err
}
