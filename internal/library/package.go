package library

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/pack"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/may"
)

const (
	// MostPackage bounds the files of one package.
	MostPackage = 200 << 20
	// atOnce is how large the files of a package may be that is made while somebody waits.
	atOnce = 8 << 20
	// packages are kept so long; then they are made again when somebody asks.
	packageDays = 14
)

// Packed asks for a package to be made. The items are such as whoever asked may see.
type Packed struct {
	TaskID, ToolboxID string
	Items             []string
}

// Kind implements job.Args.
func (Packed) Kind() string { return "library.packed" }

// packTask is the kind of the task that shows how far a package has come.
const packTask = "library.packed"

// Package is a package that is ready, or the task that makes it.
type Package struct {
	Name   string
	Bytes  int64
	Body   io.ReadSeekCloser // nil while it is being made
	TaskID string
}

// Pack gives a toolbox as one package with all that the actor may see: at once when it is small or has been made before,
// else by a task in the background. Errors: ErrNoToolbox, ErrItems when there is nothing in it, ErrHeavy.
func (l *Library) Pack(ctx context.Context, a may.Actor, toolboxID string) (p Package, err error) {
	defer fault.Wrap(&err, "pack toolbox %s", toolboxID)
	t, err := l.Toolbox(ctx, a, toolboxID)
	if err != nil {
		return p, err
	}
	if len(t.Items) == 0 {
		return p, ErrItems
	}
	box, size, digest, err := l.box(ctx, &t)
	if err != nil {
		return p, err
	}
	if size > MostPackage {
		return p, ErrHeavy
	}
	p.Name = packageName(t)
	if have, err := l.made(ctx, &p, digest); have || err != nil {
		return p, err
	}
	if size > atOnce {
		p.TaskID, err = l.askPackage(ctx, a, t)
		return p, err
	}
	var out bytes.Buffer
	if err := pack.Write(&out, box, l.packWords(), nil); err != nil {
		return p, err
	}
	p.Body, p.Bytes = inMemory{bytes.NewReader(out.Bytes())}, int64(out.Len())
	return p, nil
}

func packageName(t Toolbox) string { return pack.Plain(t.Title) + ".zip" }

type inMemory struct{ *bytes.Reader }

func (inMemory) Close() error { return nil }

// made opens a package that has been made of the same content.
func (l *Library) made(ctx context.Context, p *Package, digest string) (bool, error) {
	type row struct {
		blob  string
		bytes int64
	}
	r, err := db.One(ctx, l.DB, func(s db.Scanner) (r row, err error) { err = s.Scan(&r.blob, &r.bytes); return r, err },
		`SELECT blob, bytes FROM library_package WHERE digest = $1`, digest)
	if errors.Is(err, db.ErrMissing) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	p.Bytes = r.bytes
	p.Body, err = l.Blobs.Get(ctx, r.blob)
	return true, err
}

// askPackage queues the making of a package; asked twice it is one task.
func (l *Library) askPackage(ctx context.Context, a may.Actor, t Toolbox) (id string, err error) {
	ids := make([]string, len(t.Items))
	for i, m := range t.Items {
		ids[i] = m.ID
	}
	err = l.DB.Tx(ctx, func(tx *db.Tx) error {
		// Whoever asks twice at once waits here, and finds the first task.
		if _, err := tx.Exec(ctx, `UPDATE toolbox SET id = id WHERE id = $1`, t.ID); err != nil {
			return err
		}
		under, err := l.Tasks.UnderWay(ctx, tx, packTask, a.PersonID, l.Now().AddDate(0, 0, -packageDays))
		if err != nil {
			return err
		}
		for _, u := range under {
			if u.Subject == t.ID {
				id = u.ID
				return nil
			}
		}
		id = l.NewID()
		if err := l.Tasks.Begin(ctx, tx, id, packTask, t.ID, a.PersonID); err != nil {
			return err
		}
		return l.Jobs.Add(ctx, tx, Packed{TaskID: id, ToolboxID: t.ID, Items: ids})
	})
	return id, err
}

// Making tells how far a package has come that the actor has asked for; when it is ready it is open. Errors: job.ErrNoTask.
func (l *Library) Making(ctx context.Context, a may.Actor, taskID string) (task job.Task, p Package, err error) {
	defer fault.Wrap(&err, "package task %s", taskID)
	if !a.Known() {
		return task, p, may.ErrSignIn
	}
	task, err = l.Tasks.Find(ctx, taskID, a.PersonID)
	if err != nil || task.Kind != packTask {
		return task, p, orElse(err, job.ErrNoTask)
	}
	p.TaskID = taskID
	if task.State != "done" {
		return task, p, nil
	}
	t, err := l.Toolbox(ctx, a, task.Subject)
	if err != nil {
		return task, p, err
	}
	p.Name = packageName(t)
	have, err := l.made(ctx, &p, task.Result)
	if err == nil && !have { // made so long ago that it is gone
		err = job.ErrNoTask
	}
	return task, p, err
}

// OnPacked makes a package.
func (l *Library) OnPacked(ctx context.Context, x Packed) error {
	t, err := one(ctx, l.DB, scanToolbox, ErrNoToolbox, selectToolbox+` WHERE m.id = $1`, x.ToolboxID)
	if err != nil {
		return err
	}
	if t.Owner, err = l.nameOf(ctx, map[string]string{}, t.OwnerID); err != nil {
		return err
	}
	for _, id := range x.Items {
		m, err := one(ctx, l.DB, scanMaterial, ErrNoMaterial, selectMaterial+` WHERE m.id = $1 AND m.state = 'published'`, id)
		if errors.Is(err, ErrNoMaterial) {
			continue // ended meanwhile
		}
		if err != nil {
			return err
		}
		t.Items = append(t.Items, m)
	}
	box, _, digest, err := l.box(ctx, &t)
	if err != nil {
		return err
	}
	hash, size, err := l.writePackage(ctx, x.TaskID, box)
	if err != nil {
		return errors.Join(err, l.Tasks.End(ctx, l.DB, x.TaskID, "failed", ""))
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		if _, err := tx.Exec(ctx, `
			INSERT INTO library_package (digest, toolbox_id, blob, bytes, made_at)
			VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT (digest) DO NOTHING`,
			digest, t.ID, hash, size, l.Now()); err != nil {
			return err
		}
		return l.Tasks.End(ctx, tx, x.TaskID, "done", digest)
	})
}

// writePackage writes a package into the store while it is made, and notes how far it has come.
func (l *Library) writePackage(ctx context.Context, taskID string, box pack.Box) (hash string, size int64, err error) {
	from, to := io.Pipe()
	go func() {
		err := pack.Write(to, box, l.packWords(), func(done, all int) {
			if err := l.Tasks.Step(ctx, l.DB, taskID, done, all); err != nil {
				to.CloseWithError(err) // the reader hears it, and the job is tried again
			}
		})
		to.CloseWithError(err)
	}()
	hash, size, err = l.Blobs.Put(ctx, from)
	return hash, size, errors.Join(err, from.Close())
}

// box is a toolbox as it is packed, the size of its files, and what changes when anything in it does.
func (l *Library) box(ctx context.Context, t *Toolbox) (b pack.Box, size int64, digest string, err error) {
	b = pack.Box{Title: t.Title, Theme: t.Theme, About: t.About, From: t.Owner}
	said := []any{"1", b.Title, b.Theme, b.About, b.From, l.packWords()}
	for _, m := range t.Items {
		html, _ := folder.Text(m.Text) // what cannot be shown was refused when it was saved
		item := pack.Item{Title: m.Title, About: m.About, Form: m.Form, HTML: html, Source: m.Source, Licence: m.Licence}
		for _, link := range m.Links {
			item.Links = append(item.Links, pack.Link(link))
		}
		if item.BasedOn, err = l.creditOf(ctx, m.BasedOn); err != nil {
			return b, 0, "", err
		}
		files, err := l.files(ctx, m.ID)
		if err != nil {
			return b, 0, "", err
		}
		said = append(said, m.Item, item.BasedOn, files)
		for _, f := range files {
			size += f.Bytes
			item.Files = append(item.Files, pack.File{Name: f.Name, About: f.About, Open: func() (io.ReadCloser, error) { return l.Blobs.Get(ctx, f.Blob) }})
		}
		b.Items = append(b.Items, item)
	}
	digest, err = digestOf(said...)
	return b, size, digest, err
}

// creditOf names what an item builds on.
func (l *Library) creditOf(ctx context.Context, basedOn string) (string, error) {
	if basedOn == "" {
		return "", nil
	}
	m, err := one(ctx, l.DB, scanMaterial, ErrNoMaterial, selectMaterial+` WHERE m.id = $1`, basedOn)
	if err != nil {
		return "", orNone(err, ErrNoMaterial)
	}
	owner, err := l.nameOf(ctx, map[string]string{}, m.OwnerID)
	return m.Title + ", " + owner, err
}

// packWords are the words of packages.
func (l *Library) packWords() pack.Words {
	t := l.Texts.T
	w := pack.Words{Contents: t("library.pack.contents"), Files: t("library.pack.files"), Links: t("library.pack.links"), Source: t("library.pack.source"), Licence: t("library.pack.licence"),
		From: t("library.pack.from"), BasedOn: t("library.pack.based_on"), Back: t("library.pack.back"), Form: map[string]string{}}
	for _, form := range collection.Forms() {
		w.Form[form] = t("library.form." + form)
	}
	return w
}

// forgetPackages lets go of packages that were made long ago; their bytes are swept.
func (l *Library) forgetPackages(ctx context.Context, now time.Time) error {
	_, err := l.DB.Exec(ctx, `DELETE FROM library_package WHERE made_at < $1`, now.AddDate(0, 0, -packageDays))
	return err
}
