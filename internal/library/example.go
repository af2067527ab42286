package library

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/platform/picture"
	"yrkesresan/internal/staff"
)

// Example is a good example: something that worked, told by somebody who did it (R125).
type Example struct {
	ID, PersonID          string
	EmployerID, UnitID    string
	MunicipalityID, RSSID string
	State                 state.State
	Wish, Spread          state.Spread // how far the author wishes it to be spread, and how far it is
	DeskID                string       // the place whose keepers have it now; "" = nobody
	Title                 string
	Story                 Story
	Named                 bool   // the author's name may stand by it
	Contact               bool   // questions go to the author; else to the unit's manager
	BasedOn               string // id of the example that it builds on; "" = of none (R291)
	PublishedOn           string
	Revision              int64
	ChangedAt             time.Time
	Unit, Employer        string // names; the unit of a protected identity is "" (rule 7)
	Municipality          string
	Author                string // the name where it may be shown, else ""
	Pictures              []Picture
	Basis                 *Basis
}

// Story is what an example tells.
type Story struct {
	Did, How, Gave, For string // what we did, how, what it gave, for whom
	Area                string
	Topics, Occupations []string

	Sent *Sent `json:",omitempty"` // while it is changed: what it said when it was sent
}

// Picture is a picture of an example, with what it shows in words.
type Picture struct{ ID, Blob, Name, About string }

// mostPictures bounds the pictures of an example.
const mostPictures = 6

const selectExample = `
		SELECT m.id, m.person_id, m.employer_id, m.municipality_id, m.rss_id, m.unit_id, m.state, m.wish, m.spread, m.desk_id, m.title, m.content, m.named, m.contact, m.based_on, m.published_on, m.revision, m.changed_at
		FROM example m`

func scanExample(s db.Scanner) (x Example, err error) {
	var body string
	if err = s.Scan(&x.ID, &x.PersonID, &x.EmployerID, &x.MunicipalityID, &x.RSSID, &x.UnitID, &x.State, &x.Wish, &x.Spread, &x.DeskID, &x.Title, &body, &x.Named, &x.Contact, &x.BasedOn, &x.PublishedOn, &x.Revision, &x.ChangedAt); err != nil {
		return x, err
	}
	return x, json.Unmarshal([]byte(body), &x.Story)
}

// Workplaces are where the actor works now: an example is from one of them. Errors: may.ErrSignIn.
func (l *Library) Workplaces(ctx context.Context, a may.Actor) ([]staff.Employment, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	jobs, err := l.Staff.Employments(ctx, a.PersonID, l.Today())
	return slices.DeleteFunc(jobs, func(j staff.Employment) bool { return !j.Current(l.Today()) || j.Dormant }), err
}

// SaveExample writes the actor's own example, a new draft without an ID. x says UnitID (for a new one), Title, Story, Wish,
// Named, Contact and Revision. Errors: ErrNowhere, ErrTitle, ErrChoice, ErrLong, ErrIdentity, ErrNoExample, ErrState, ErrChanged.
func (l *Library) SaveExample(ctx context.Context, a may.Actor, x Example) (_ Example, err error) {
	defer fault.Wrap(&err, "save example %s", x.ID)
	if x.ID == "" {
		if err := l.fromWhere(ctx, a, &x); err != nil {
			return x, err
		}
	} else {
		was, err := l.authored(ctx, a, x.ID)
		if err != nil {
			return x, err
		}
		if !was.State.Editable() {
			return x, ErrState
		}
		x.EmployerID, x.UnitID, x.State, x.BasedOn, x.Story.Sent = was.EmployerID, was.UnitID, was.State, was.BasedOn, was.Story.Sent
	}
	if err := l.checkExample(ctx, &x); err != nil {
		return x, err
	}
	return x, l.DB.Tx(ctx, func(tx *db.Tx) error {
		if x.ID == "" {
			x.ID, x.PersonID, x.State, x.Revision = l.NewID(), a.PersonID, state.Draft, 1
			return l.insertExample(ctx, tx, x)
		}
		return l.updateExample(ctx, tx, x)
	})
}

// fromWhere notes whose a new example is, by the workplace that it is from.
func (l *Library) fromWhere(ctx context.Context, a may.Actor, x *Example) error {
	jobs, err := l.Workplaces(ctx, a)
	if err != nil {
		return err
	}
	if len(jobs) == 0 {
		return ErrNowhere
	}
	i := slices.IndexFunc(jobs, func(j staff.Employment) bool { return j.UnitID == x.UnitID })
	if x.UnitID == "" {
		i = 0
	}
	if i < 0 {
		return ErrChoice.On("arbetsplats")
	}
	x.UnitID, x.EmployerID = jobs[i].UnitID, jobs[i].EmployerID
	employer, err := l.Tree.Find(ctx, x.EmployerID, l.Today())
	if err != nil {
		return err
	}
	x.MunicipalityID, x.RSSID, err = l.above(ctx, employer)
	return err
}

// checkExample tidies and judges what somebody has written; what is missing is asked for when it is sent.
func (l *Library) checkExample(ctx context.Context, x *Example) error {
	if err := l.needed(&x.Title, ErrTitle, collection.MostTitle); err != nil {
		return err
	}
	for _, f := range []struct {
		text  *string
		field string
		most  int
	}{{&x.Story.Did, "gjorde", mostText}, {&x.Story.How, "hur", mostText}, {&x.Story.Gave, "gav", mostText}, {&x.Story.For, "for_vem", collection.MostAbout}} {
		if err := l.text(f.text, f.field, f.most); err != nil {
			return err
		}
	}
	if !slices.Contains(state.Spreads(), x.Wish) {
		return ErrChoice.On("spridning")
	}
	var areas []string
	if x.Story.Area != "" {
		areas = []string{x.Story.Area}
	}
	return l.checkTags(ctx, x.Story.Topics, areas, x.Story.Occupations)
}

// authored gives an example that the actor has written. Errors: ErrNoExample, may.ErrSignIn.
func (l *Library) authored(ctx context.Context, a may.Actor, id string) (Example, error) {
	if !a.Known() {
		return Example{}, may.ErrSignIn
	}
	return one(ctx, l.DB, scanExample, ErrNoExample, selectExample+` WHERE m.id = $1 AND m.person_id = $2`, id, a.PersonID)
}

// Hints tells what in an example may point at somebody: the author looks it over before it is sent (rule 42).
func (x Example) Hints() []identity.Hint {
	return identity.Hints(x.Title, x.Story.Did, x.Story.How, x.Story.Gave, x.Story.For)
}

func (l *Library) insertExample(ctx context.Context, tx *db.Tx, x Example) error {
	body, err := x.body()
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO example (id, person_id, employer_id, municipality_id, rss_id, unit_id, state, wish, spread, desk_id, title, content, named, contact, based_on, published_on, revision, made_at, changed_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '', '', $9, $10, $11, $12, $13, '', 1, $14, $14)`,
		x.ID, x.PersonID, x.EmployerID, x.MunicipalityID, x.RSSID, x.UnitID, string(x.State), string(x.Wish), x.Title, body, x.Named, x.Contact, x.BasedOn, l.Now())
	if err != nil {
		return err
	}
	return l.indexExample(ctx, tx, x)
}

func (l *Library) updateExample(ctx context.Context, tx *db.Tx, x Example) error {
	body, err := x.body()
	if err != nil {
		return err
	}
	n, err := tx.Exec(ctx, `
		UPDATE example
		SET wish = $3, title = $4, content = $5, named = $6, contact = $7, revision = revision + 1, changed_at = $8
		WHERE id = $1 AND revision = $2 AND state IN ('draft', 'changes')`,
		x.ID, x.Revision, string(x.Wish), x.Title, body, x.Named, x.Contact, l.Now())
	if err != nil {
		return err
	}
	if n == 0 {
		return ErrChanged
	}
	return l.indexExample(ctx, tx, x)
}

func (l *Library) indexExample(ctx context.Context, tx *db.Tx, x Example) error {
	tags := map[string][]string{"topic": x.Story.Topics, "occupation": x.Story.Occupations}
	if x.Story.Area != "" {
		tags["area"] = []string{x.Story.Area}
	}
	return l.foundBy(ctx, tx, "example", x.ID, tags, strings.Join([]string{x.Title, x.Story.Did, x.Story.How, x.Story.Gave, x.Story.For}, " "))
}

// AddPicture puts a picture up with the actor's own example. consent says that nobody can be recognised, or that they have
// said yes. Errors: ErrConsent, ErrAbout without words for who cannot see it, ErrFile, ErrLarge, ErrPicture, ErrBroken, ErrMany, ErrState, ErrNoExample.
func (l *Library) AddPicture(ctx context.Context, a may.Actor, id string, up Upload, about string, consent bool) (err error) {
	defer fault.Wrap(&err, "add a picture to example %s", id)
	x, err := l.authored(ctx, a, id)
	switch {
	case err != nil:
		return err
	case !x.State.Editable():
		return ErrState
	case !consent:
		return ErrConsent
	}
	if err := l.needed(&about, ErrAbout.On("bildtext"), collection.MostTitle); err != nil {
		return err
	}
	paper, err := l.putPicture(ctx, up)
	if err != nil {
		return err
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := l.touchExample(ctx, tx, id); err != nil {
			return err
		}
		n, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM example_picture WHERE example_id = $1`, id)
		if err != nil {
			return err
		}
		if n >= mostPictures {
			return ErrMany
		}
		_, err = tx.Exec(ctx, `INSERT INTO example_picture (id, example_id, blob, name, about, made_at) VALUES ($1, $2, $3, $4, $5, $6)`, l.NewID(), id, paper.Hash, paper.Name, about, l.Now())
		return err
	})
}

// putPicture takes a picture in without what the camera wrote beside it: where, when and with what it was taken.
func (l *Library) putPicture(ctx context.Context, up Upload) (p blob.Paper, err error) {
	if up.File == nil {
		return p, ErrFile
	}
	body, err := io.ReadAll(io.LimitReader(up.File, blob.MaxPaper+1))
	switch {
	case err != nil:
		return p, err
	case len(body) == 0:
		return p, ErrFile
	case len(body) > blob.MaxPaper:
		return p, ErrLarge
	}
	bare, err := picture.Bare(body)
	switch {
	case errors.Is(err, picture.ErrBroken):
		return p, ErrBroken
	case err != nil:
		return p, ErrPicture
	}
	p, err = blob.PutPaper(ctx, l.Blobs, bytes.NewReader(bare), up.Name, "bild")
	if errors.Is(err, blob.ErrLarge) {
		err = ErrLarge
	}
	return p, err
}

// DropPicture takes a picture away from the actor's own example. Errors: ErrNoFile, ErrState, ErrNoExample.
func (l *Library) DropPicture(ctx context.Context, a may.Actor, id, pictureID string) (err error) {
	defer fault.Wrap(&err, "drop picture %s of example %s", pictureID, id)
	x, err := l.authored(ctx, a, id)
	if err != nil {
		return err
	}
	if !x.State.Editable() {
		return ErrState
	}
	return l.DB.Tx(ctx, func(tx *db.Tx) error {
		if err := l.touchExample(ctx, tx, id); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, `DELETE FROM example_picture WHERE id = $1 AND example_id = $2`, pictureID, id)
		if err == nil && n == 0 {
			err = ErrNoFile
		}
		return err
	})
}

// touchExample takes an example's row while its author may still change it.
func (l *Library) touchExample(ctx context.Context, tx *db.Tx, id string) error {
	n, err := tx.Exec(ctx, `UPDATE example SET revision = revision + 1, changed_at = $2 WHERE id = $1 AND state IN ('draft', 'changes')`, id, l.Now())
	if err == nil && n == 0 {
		err = ErrState
	}
	return err
}

func (l *Library) pictures(ctx context.Context, id string) ([]Picture, error) {
	return db.All(ctx, l.DB, func(s db.Scanner) (p Picture, err error) {
		err = s.Scan(&p.ID, &p.Blob, &p.Name, &p.About)
		return p, err
	},
		`SELECT id, blob, name, about FROM example_picture WHERE example_id = $1 ORDER BY made_at, id LIMIT 20`, id)
}

// Mine lists the actor's own examples, the latest first. Errors: may.ErrSignIn.
func (l *Library) Mine(ctx context.Context, a may.Actor) ([]Example, error) {
	if !a.Known() {
		return nil, may.ErrSignIn
	}
	return db.All(ctx, l.DB, scanExample, selectExample+` WHERE m.person_id = $1 ORDER BY m.changed_at DESC, m.id LIMIT 100`, a.PersonID)
}

// BuildOn begins an example of the actor's own that builds on a published one, with its words to change (R291).
// Errors: ErrNoExample, ErrNowhere.
func (l *Library) BuildOn(ctx context.Context, a may.Actor, id string) (x Example, err error) {
	defer fault.Wrap(&err, "build on example %s", id)
	from, err := l.Example(ctx, a, id)
	if err != nil {
		return x, err
	}
	x = Example{Title: from.Title, Wish: state.Own, BasedOn: from.ID,
		Story: Story{Did: from.Story.Did, How: from.Story.How, For: from.Story.For, Area: from.Story.Area, Topics: from.Story.Topics, Occupations: from.Story.Occupations}}
	return l.SaveExample(ctx, a, x)
}

// Browse lists the published examples that reach the actor and are asked for, the latest first, and how many there are.
func (l *Library) Browse(ctx context.Context, a may.Actor, f Filter) (out []Example, all int, err error) {
	defer fault.Wrap(&err, "browse examples")
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return nil, 0, err
	}
	where, args := r.seenExamples()
	where, args = l.narrow("example", f, where, args)
	n, err := db.One(ctx, l.DB, db.Number, `SELECT COUNT(*) FROM example m WHERE `+where, args...)
	if err != nil || n == 0 {
		return nil, 0, err
	}
	limit, offset := page(f)
	out, err = db.All(ctx, l.DB, scanExample, selectExample+` WHERE `+where+`
		ORDER BY m.published_on DESC, m.id DESC
		LIMIT `+strconv.Itoa(limit)+` OFFSET `+strconv.Itoa(offset), args...)
	if err != nil {
		return nil, 0, err
	}
	return out, int(n), l.dress(ctx, out)
}

// seenExamples is the condition on the examples that reach somebody.
func (r reach) seenExamples() (string, []any) {
	if r.all {
		return `m.state = 'published'`, nil
	}
	where, args := `m.state = 'published' AND (m.spread = 'all'`, []any{}
	if len(r.employers) > 0 {
		where += ` OR m.employer_id IN (` + db.Marks(1, len(r.employers)) + `)`
		args = append(args, db.Args(r.employers)...)
	}
	if len(r.rss) > 0 {
		where += ` OR (m.spread = 'rss' AND m.rss_id IN (` + db.Marks(len(args)+1, len(r.rss)) + `))`
		args = append(args, db.Args(r.rss)...)
	}
	return where + ")", args
}

// seesExample tells whether an example reaches somebody.
func (r reach) seesExample(x Example) bool {
	return x.State == state.Published && (r.all || x.Spread == state.Wide || slices.Contains(r.employers, x.EmployerID) || x.Spread == state.RSS && slices.Contains(r.rss, x.RSSID))
}

// Municipalities are those that published examples come from and reach the actor, for a filter.
func (l *Library) Municipalities(ctx context.Context, a may.Actor) ([]org.Node, error) {
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return nil, err
	}
	where, args := r.seenExamples()
	ids, err := db.All(ctx, l.DB, db.Text, `SELECT DISTINCT m.municipality_id FROM example m WHERE `+where+` ORDER BY m.municipality_id LIMIT 300`, args...)
	var out []org.Node
	for _, id := range ids {
		if n, err := l.Tree.FindEver(ctx, id); err == nil {
			out = append(out, n)
		}
	}
	org.SortByName(out)
	return out, err
}

// Example gives a published one to somebody whom it reaches. Errors: ErrNoExample, may.ErrSignIn.
func (l *Library) Example(ctx context.Context, a may.Actor, id string) (x Example, err error) {
	defer fault.Wrap(&err, "example %s", id)
	r, err := l.reachOf(ctx, a)
	if err != nil {
		return x, err
	}
	if x, err = one(ctx, l.DB, scanExample, ErrNoExample, selectExample+` WHERE m.id = $1`, id); err != nil {
		return x, err
	}
	if !r.seesExample(x) {
		return Example{}, ErrNoExample
	}
	return x, l.whole(ctx, a, r, &x)
}

// whole adds what stands around an example: names, pictures, what it builds on.
func (l *Library) whole(ctx context.Context, a may.Actor, r reach, x *Example) (err error) {
	single := []Example{*x}
	if err := l.dress(ctx, single); err != nil {
		return err
	}
	*x = single[0]
	if x.Pictures, err = l.pictures(ctx, x.ID); err != nil || x.BasedOn == "" {
		return err
	}
	basis, err := db.One(ctx, l.DB, scanExample, selectExample+` WHERE m.id = $1`, x.BasedOn)
	if err != nil {
		return orNone(err, db.ErrMissing)
	}
	x.Basis = &Basis{Title: basis.asSent().Title}
	if basis.State == state.Draft && basis.PersonID != a.PersonID { // taken up again: what it is called now is its author's
		x.Basis.Title = ""
	}
	if r.seesExample(basis) {
		x.Basis.ID = basis.ID
	}
	x.Basis.Owner, err = l.nameOf(ctx, map[string]string{}, basis.EmployerID)
	return err
}

// dress adds the names that may be shown: of the author only when the author wishes, works there still and has no
// protected identity, who has no unit shown either (rule 7).
func (l *Library) dress(ctx context.Context, all []Example) (err error) {
	var people []string
	for _, x := range all {
		people = append(people, x.PersonID)
	}
	cards, err := l.Staff.CardsOf(ctx, people)
	if err != nil {
		return err
	}
	works, err := l.Staff.WorkOf(ctx, people, l.Today())
	if err != nil {
		return err
	}
	names := map[string]string{}
	for i := range all {
		x := &all[i]
		for _, place := range []struct {
			id string
			to *string
		}{{x.UnitID, &x.Unit}, {x.EmployerID, &x.Employer}, {x.MunicipalityID, &x.Municipality}} {
			if *place.to, err = l.nameOf(ctx, names, place.id); err != nil {
				return err
			}
		}
		guarded := slices.ContainsFunc(cards[x.PersonID], func(c staff.Employee) bool { return c.Protected })
		if guarded {
			x.Unit = ""
		}
		if x.Named && !guarded && worksAt(works[x.PersonID], x.EmployerID) {
			for _, c := range cards[x.PersonID] {
				if c.EmployerID == x.EmployerID {
					x.Author = c.Shown()
				}
			}
		}
	}
	return nil
}

func worksAt(works []staff.Working, employerID string) bool {
	return slices.ContainsFunc(works, func(w staff.Working) bool { return w.EmployerID == employerID })
}
