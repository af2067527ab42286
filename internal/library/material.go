package library

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
)

// Add begins an item at a place whose material the actor keeps, as a draft: m says OwnerID, Spread, BasedOn and the item.
// Errors: ErrOwner and those of Save.
func (l *Library) Add(ctx context.Context, a may.Actor, m Material) (_ Material, err error) {
	defer fault.Wrap(&err, "add material at %s", m.OwnerID)
	if _, err := l.keeps(ctx, a, m.OwnerID); err != nil {
		return m, err
	}
	if err := l.check(ctx, a, &m); err != nil {
		return m, err
	}
	if m.BasedOn != "" {
		if _, err := l.Material(ctx, a, m.BasedOn); err != nil {
			return m, err
		}
	}
	m.ID, m.State, m.Revision = l.NewID(), Draft, 0
	m.ReviewedOn = l.Today()
	err = l.DB.Tx(ctx, func(tx *db.Tx) error {
		m.Revision = 1
		return l.insert(ctx, tx, a, m, "")
	})
	return m, err
}

// Save writes an item anew; the earlier text is kept as a version. m says ID, Revision (the one that was seen), Spread and
// the item. Errors: ErrNoMaterial, ErrTitle, ErrAbout, ErrForm, ErrMarkdown, ErrLinks, ErrMonths, ErrChoice, ErrLong,
// ErrIdentity, ErrUnitOnly, ErrChanged, ErrState, may.ErrDenied.
func (l *Library) Save(ctx context.Context, a may.Actor, m Material) (err error) {
	defer fault.Wrap(&err, "save material %s", m.ID)
	was, err := l.kept(ctx, a, m.ID)
	if err != nil {
		return err
	}
	if was.State == Ended {
		return ErrState
	}
	m.OwnerID = was.OwnerID
	if err := l.check(ctx, a, &m); err != nil {
		return err
	}
	m.ReviewedOn = was.ReviewedOn
	return l.DB.Tx(ctx, func(tx *db.Tx) error { return l.update(ctx, tx, a, m, "") })
}

// kept gives an item that the actor keeps, whatever its state.
func (l *Library) kept(ctx context.Context, a may.Actor, id string) (Material, error) {
	m, err := one(ctx, l.DB, scanMaterial, ErrNoMaterial, selectMaterial+` WHERE m.id = $1`, id)
	if err != nil {
		return m, err
	}
	_, err = l.keeps(ctx, a, m.OwnerID)
	if errors.Is(err, ErrOwner) { // the place is no more
		err = may.ErrDenied
	}
	return m, err
}

// KeptMaterial gives an item with its files to who keeps it, whatever its state. Errors: ErrNoMaterial, may.ErrDenied.
func (l *Library) KeptMaterial(ctx context.Context, a may.Actor, id string) (m Material, err error) {
	defer fault.Wrap(&err, "kept material %s", id)
	if m, err = l.kept(ctx, a, id); err != nil {
		return m, err
	}
	if m.Files, err = l.files(ctx, id); err != nil {
		return m, err
	}
	m.Owner, err = l.nameOf(ctx, map[string]string{}, m.OwnerID)
	return m, err
}

// check tidies and judges what somebody has written.
func (l *Library) check(ctx context.Context, a may.Actor, m *Material) error {
	for _, f := range []struct {
		text  *string
		field string
		most  int
	}{{&m.Title, "rubrik", collection.MostTitle}, {&m.About, "om", collection.MostAbout}, {&m.Text, "text", collection.MostBody},
		{&m.Source, "kalla", collection.MostAbout}, {&m.Licence, "licens", collection.MostTitle}} {
		if err := l.text(f.text, f.field, f.most); err != nil {
			return err
		}
	}
	for i := range m.Links {
		if err := l.text(&m.Links[i].Title, "lankar", collection.MostTitle); err != nil {
			return err
		}
	}
	faults := map[string]error{"title": ErrTitle, "about": ErrAbout, "form": ErrForm, "level": ErrChoice.On("niva"), "text": ErrLong.On("text"), "links": ErrLinks,
		"source": ErrLong.On("kalla"), "licence": ErrLong.On("licens"), "months": ErrMonths, "roles": ErrChoice.On("roller")}
	if wrong := m.Wrong(); len(wrong) > 0 {
		return faults[wrong[0]]
	}
	if m.Spread != state.Own && m.Spread != state.Wide {
		return ErrChoice.On("spridning")
	}
	if err := l.askSpread(ctx, a, m.OwnerID, m.Spread); err != nil {
		return err
	}
	if _, problems := folder.Text(m.Text); len(problems) > 0 {
		return ErrMarkdown.With("what", folder.Sentence(problems[0]))
	}
	return l.checkTags(ctx, m.Topics, m.Areas, m.Occupations)
}

// checkTags holds tags against the reference data.
func (l *Library) checkTags(ctx context.Context, topics, areas, occupations []string) error {
	ref, err := l.Tree.CachedReference(ctx)
	if err != nil {
		return err
	}
	for _, id := range topics {
		if !slices.ContainsFunc(ref.Tags, func(t org.Tag) bool { return t.ID == id }) {
			return ErrChoice.On("amnen")
		}
	}
	for _, id := range areas {
		if ref.AreaName(id) == "" {
			return ErrChoice.On("omraden")
		}
	}
	for _, id := range occupations {
		if ref.Occupation(id).ID == "" {
			return ErrChoice.On("yrken")
		}
	}
	return nil
}

// reviewOn is when an item that was looked over on a day is to be so again.
func reviewOn(day string, months int64) string {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil || months == 0 {
		return db.NoEnd
	}
	return at.AddDate(0, int(months), 0).Format(time.DateOnly)
}

// Material gives an item to somebody who may see it, or keeps it. Errors: ErrNoMaterial, may.ErrSignIn.
func (l *Library) Material(ctx context.Context, a may.Actor, id string) (m Material, err error) {
	defer fault.Wrap(&err, "material %s", id)
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return m, err
	}
	if m, err = one(ctx, l.DB, scanMaterial, ErrNoMaterial, selectMaterial+` WHERE m.id = $1`, id); err != nil {
		return m, err
	}
	if !r.sees(m) {
		if keeps, err := l.IsKeeper(ctx, a, m.OwnerID); err != nil || !keeps {
			return Material{}, orElse(err, ErrNoMaterial)
		}
	}
	if m.Files, err = l.files(ctx, m.ID); err != nil {
		return m, err
	}
	names := map[string]string{}
	if m.Owner, err = l.nameOf(ctx, names, m.OwnerID); err != nil || m.BasedOn == "" {
		return m, err
	}
	basis, err := one(ctx, l.DB, scanMaterial, ErrNoMaterial, selectMaterial+` WHERE m.id = $1`, m.BasedOn)
	if err != nil {
		return m, orNone(err, ErrNoMaterial)
	}
	m.Basis = &Basis{ID: basis.ID, Title: basis.Title}
	if !r.sees(basis) {
		m.Basis.ID = ""
	}
	m.Basis.Owner, err = l.nameOf(ctx, names, basis.OwnerID)
	return m, err
}

// sees tells whether an item reaches somebody.
func (r reach) sees(m Material) bool {
	return m.State == Published && (r.all || m.Spread == state.Wide || slices.Contains(r.nodes, m.OwnerID))
}

// Publish lets an item be found. Errors: ErrNoMaterial, ErrEmpty, ErrUnitOnly, ErrState, ErrChanged, may.ErrDenied.
func (l *Library) Publish(ctx context.Context, a may.Actor, id string, revision int64) (err error) {
	defer fault.Wrap(&err, "publish material %s", id)
	m, err := l.kept(ctx, a, id)
	if err != nil {
		return err
	}
	if err := l.askSpread(ctx, a, m.OwnerID, m.Spread); err != nil {
		return err
	}
	files, err := l.files(ctx, id)
	if err != nil {
		return err
	}
	if strings.TrimSpace(m.Text) == "" && len(files) == 0 && len(m.Links) == 0 {
		return ErrEmpty
	}
	return l.setState(ctx, a, m, revision, Published)
}

// End takes an item out of what is found; it stays for who keeps it. Errors: as Publish.
func (l *Library) End(ctx context.Context, a may.Actor, id string, revision int64) (err error) {
	defer fault.Wrap(&err, "end material %s", id)
	m, err := l.kept(ctx, a, id)
	if err != nil {
		return err
	}
	return l.setState(ctx, a, m, revision, Ended)
}

func (l *Library) setState(ctx context.Context, a may.Actor, m Material, revision int64, to string) error {
	if m.State == to {
		return ErrState
	}
	n, err := l.DB.Exec(ctx, `
		UPDATE material
		SET state = $3, revision = revision + 1, digest = '', changed_by = $4, changed_at = $5
		WHERE id = $1 AND revision = $2`,
		m.ID, revision, to, a.PersonID, l.Now())
	if err == nil && n == 0 {
		err = ErrChanged
	}
	return err
}

// Reviewed notes that somebody has looked an item over today and that it still holds. Errors: ErrNoMaterial, may.ErrDenied.
func (l *Library) Reviewed(ctx context.Context, a may.Actor, id string) (err error) {
	defer fault.Wrap(&err, "look over material %s", id)
	m, err := l.kept(ctx, a, id)
	if err != nil {
		return err
	}
	_, err = l.DB.Exec(ctx, `
		UPDATE material
		SET reviewed_on = $2, review_on = $3, changed_by = $4, changed_at = $5
		WHERE id = $1`,
		id, l.Today(), reviewOn(l.Today(), m.Months), a.PersonID, l.Now())
	return err
}

// Version is an earlier text of an item.
type Version struct {
	Revision int64
	Item     collection.Item
	By       string // a name
	At       time.Time
}

// Versions lists what an item has said, the latest first, to who keeps it. Errors: ErrNoMaterial, may.ErrDenied.
func (l *Library) Versions(ctx context.Context, a may.Actor, id string) (_ Material, out []Version, err error) {
	defer fault.Wrap(&err, "versions of material %s", id)
	m, err := l.kept(ctx, a, id)
	if err != nil {
		return m, nil, err
	}
	if out, err = db.All(ctx, l.DB, func(s db.Scanner) (v Version, err error) {
		var body string
		if err = s.Scan(&v.Revision, &body, &v.By, &v.At); err != nil {
			return v, err
		}
		return v, json.Unmarshal([]byte(body), &v.Item)
	}, `
		SELECT revision, content, made_by, made_at
		FROM material_revision
		WHERE material_id = $1
		ORDER BY revision DESC
		LIMIT 100`,
		id); err != nil {
		return m, nil, err
	}
	var ids []string
	for _, v := range out {
		ids = append(ids, v.By)
	}
	names, err := l.names(ctx, ids)
	for i := range out {
		out[i].By = names[out[i].By]
	}
	return m, out, err
}

// Restore writes an earlier version of an item anew, as the latest. Errors: as Save.
func (l *Library) Restore(ctx context.Context, a may.Actor, id string, version, revision int64) error {
	m, all, err := l.Versions(ctx, a, id)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(v Version) bool { return v.Revision == version })
	if i < 0 {
		return ErrNoMaterial
	}
	m.Item, m.Revision = all[i].Item, revision
	return l.Save(ctx, a, m)
}

// AddFile puts a file up with an item. Errors: ErrFile, ErrLarge, ErrKind, ErrBroken, ErrMany, ErrUnitOnly, ErrNoMaterial, ErrLong, ErrIdentity, may.ErrDenied.
func (l *Library) AddFile(ctx context.Context, a may.Actor, materialID string, up Upload, about string) (err error) {
	defer fault.Wrap(&err, "add a file to material %s", materialID)
	m, err := l.kept(ctx, a, materialID)
	if err != nil {
		return err
	}
	if err := l.askSpread(ctx, a, m.OwnerID, m.Spread); err != nil {
		return err
	}
	if err := l.text(&about, "filtext", collection.MostAbout); err != nil {
		return err
	}
	f, err := l.put(ctx, up, "material")
	if err != nil {
		return err
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := l.touch(ctx, tx, a, m.ID); err != nil {
			return err
		}
		n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM material_file WHERE material_id = $1`, m.ID)
		if err != nil {
			return err
		}
		if n >= collection.MostFiles {
			return ErrMany
		}
		return l.insertFile(ctx, tx, a.PersonID, m.ID, f, about)
	})
}

// put takes a file in when its bytes are what may be put up.
func (l *Library) put(ctx context.Context, up Upload, fallback string) (blob.Material, error) {
	f, err := blob.PutMaterial(ctx, l.Blobs, up, fallback)
	switch {
	case errors.Is(err, blob.ErrLarge):
		return f, ErrLarge
	case errors.Is(err, blob.ErrSort):
		return f, ErrKind
	case errors.Is(err, blob.ErrBroken):
		return f, ErrBroken
	case err == nil && f.Hash == "":
		return f, ErrFile
	}
	return f, err
}

// DropFile takes a file away from an item; it is swept when nothing else needs it. Errors: ErrNoFile, ErrNoMaterial, may.ErrDenied.
func (l *Library) DropFile(ctx context.Context, a may.Actor, materialID, fileID string) (err error) {
	defer fault.Wrap(&err, "drop file %s of material %s", fileID, materialID)
	m, err := l.kept(ctx, a, materialID)
	if err != nil {
		return err
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := l.touch(ctx, tx, a, m.ID); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `DELETE FROM material_file WHERE id = $1 AND material_id = $2`, fileID, m.ID)
		if err == nil && n == 0 {
			err = ErrNoFile
		}
		return err
	})
}

// touch takes an item's row and notes that it is another now.
func (l *Library) touch(ctx context.Context, tx *db.Tx, a may.Actor, id string) error {
	_, err := tx.Exec(ctx, `
		UPDATE material
		SET revision = revision + 1, digest = '', changed_by = $2, changed_at = $3
		WHERE id = $1`,
		id, a.PersonID, l.Now())
	return err
}

// orElse is an error, or another when there is none.
func orElse(err, otherwise error) error {
	if err != nil {
		return err
	}
	return otherwise
}

// orNone is an error, or none when it only says that something is not there.
func orNone(err, missing error) error {
	if errors.Is(err, missing) {
		return nil
	}
	return err
}
