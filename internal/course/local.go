package course

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/course/folder"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// Faults of local pages and tasks.
var (
	ErrLocalTitle = fault.New(fault.Invalid, "course.local_title")
	ErrLocalText  = fault.New(fault.Invalid, "course.local_text")  // problems beside it tell what it may not hold
	ErrLocalPlace = fault.New(fault.Invalid, "course.local_place") // the course has no such place
	ErrLocalKind  = fault.New(fault.Invalid, "course.local_kind")
	ErrLocalMoved = fault.New(fault.Conflict, "course.local_moved") // somebody has changed it meanwhile
	ErrLocalMany  = fault.New(fault.Invalid, "course.local_many")
	ErrNotLocal   = fault.New(fault.Invalid, "course.not_local") // nation and RSS have the course itself
	ErrNoLocal    = fault.New(fault.Missing, "course.local_missing")
)

// The kinds of what a place adds. A task is ticked as a preparation is; it is the employer's own
// matter and never keeps the national course from being done.
const (
	LocalPage = "page"
	LocalTask = "task"
)

// Local is what one place adds at a named place inside a course (R105). The course itself stays as it
// is: what is local stands beside its text and says whose it is.
type Local struct {
	ID               string
	Version          int64
	CourseID, NodeID string
	From             string // the name of the place that added it
	Place            string
	Kind             string
	Title, Body      string // Body is Markdown as it was written
	HTML             string
	By               string
	At               time.Time
	Done             bool // a task that the reader has ticked
	HasPlace         bool // the course still has the place
}

// LocalPlace is a named place of a course. Lesson "" is before the lessons.
type LocalPlace struct {
	ID, Lesson, Title string
	Last              bool // at the end of the lesson; else after its introduction
}

// The names of places.
const (
	placeStart = "start"
	placeFirst = "/first"
	placeLast  = "/last"
)

// LocalPlaces lists the named places of a course: before the lessons, after the introduction of each
// lesson, and at its end. They are named by the lesson's id, so that a new version keeps them.
func LocalPlaces(c *folder.Content) []LocalPlace {
	out := []LocalPlace{{ID: placeStart}}
	for _, l := range c.Lessons {
		out = append(out, LocalPlace{ID: l.ID + placeFirst, Lesson: l.ID, Title: l.Title}, LocalPlace{ID: l.ID + placeLast, Lesson: l.ID, Title: l.Title, Last: true})
	}
	return out
}

// PlacesAt names the places that a step shows.
func PlacesAt(l folder.Lesson, step string) []string {
	var out []string
	if len(l.Steps) == 0 {
		return nil
	}
	if l.Steps[0].ID == step {
		out = append(out, l.ID+placeFirst)
	}
	if l.Steps[len(l.Steps)-1].ID == step {
		out = append(out, l.ID+placeLast)
	}
	return out
}

// AtStart tells whether it stands before the lessons.
func (l *Local) AtStart() bool { return l.Place == placeStart }

// Locals keeps what places add inside courses.
type Locals struct {
	DB      *db.DB
	Courses *Courses
	Staff   *staff.Staff
	Tree    *org.Tree
	Now     func() time.Time
	NewID   func() string
}

// mostLocals bounds what one place adds to one course.
const mostLocals = 30

// longestLocalTitle is how long a heading may be.
const longestLocalTitle = 100

// Own gives what the actor meets in a course: what the places around the actor's work have added, from
// the top of the tree down.
func (ls *Locals) Own(ctx context.Context, a may.Actor, courseID string) ([]Local, error) {
	if err := may.AskSelf(a, a.PersonID); err != nil {
		return nil, err
	}
	any, err := db.One(ctx, ls.DB, db.Number, `
		SELECT COUNT(*)
		FROM (SELECT 1 AS one FROM course_local WHERE course_id = $1 AND ended_at IS NULL LIMIT 1) AS found`,
		courseID)
	if err != nil || any == 0 {
		return nil, err
	}
	paths, err := ls.Staff.Paths(ctx, a.PersonID, ls.Staff.Today())
	if err != nil {
		return nil, err
	}
	var nodes []string
	for _, p := range paths {
		for _, n := range strings.Split(p, "/") {
			if !slices.Contains(nodes, n) {
				nodes = append(nodes, n)
			}
		}
	}
	if len(nodes) == 0 {
		return nil, nil
	}
	return ls.at(ctx, ls.DB, a.PersonID, courseID, nodes)
}

// at reads what nodes have added to a course.
func (ls *Locals) at(ctx context.Context, q db.Q, personID, courseID string, nodes []string) ([]Local, error) {
	return db.All(ctx, q, scanLocal, selectLocal+`
		WHERE l.course_id = $1 AND l.ended_at IS NULL AND l.node_id IN (`+db.Marks(4, len(nodes))+`)
		ORDER BY p.path, l.made_at, l.id
		LIMIT 500`,
		db.Args(nodes, courseID, ls.Staff.Today(), personID)...)
}

const selectLocal = `
		SELECT l.id, l.version, l.course_id, l.node_id, p.name, l.place, l.kind, l.title, l.body, l.html, l.made_by, l.made_at, CASE WHEN d.at IS NULL THEN 0 ELSE 1 END
		FROM course_local l
		JOIN node_place p ON p.node_id = l.node_id AND p.valid_from <= $2 AND p.valid_until > $2
		LEFT JOIN course_local_done d ON d.local_id = l.id AND d.person_id = $3`

func scanLocal(s db.Scanner) (l Local, err error) {
	var done int64
	err = s.Scan(&l.ID, &l.Version, &l.CourseID, &l.NodeID, &l.From, &l.Place, &l.Kind, &l.Title, &l.Body, &l.HTML, &l.By, &l.At, &done)
	l.Done = done == 1
	return l, err
}

// Tick notes that a local task is done, or that it is not after all.
func (ls *Locals) Tick(ctx context.Context, a may.Actor, courseID, localID string, done bool) (Local, error) {
	all, err := ls.Own(ctx, a, courseID)
	if err != nil {
		return Local{}, err
	}
	i := slices.IndexFunc(all, func(l Local) bool { return l.ID == localID && l.Kind == LocalTask })
	if i < 0 {
		return Local{}, ErrNoLocal
	}
	if !done {
		_, err = ls.DB.Exec(ctx, `
		DELETE FROM course_local_done
		WHERE person_id = $1 AND local_id = $2`,
			a.PersonID, localID)
		return all[i], err
	}
	_, err = ls.DB.Exec(ctx, `
		INSERT INTO course_local_done (person_id, local_id, at)
		VALUES ($1, $2, $3)
		ON CONFLICT (person_id, local_id) DO NOTHING`,
		a.PersonID, localID, ls.Now())
	return all[i], err
}

// LocalPages is a course as whoever edits a place's local pages sees it.
type LocalPages struct {
	Node   org.Node
	Course *folder.Content
	Places []LocalPlace
	Own    []Local // the place's own
	Above  []Local // what places above have added
}

// ask finds the place and asks whether the actor speaks in its name.
func (ls *Locals) ask(ctx context.Context, a may.Actor, nodeID string) (org.Node, error) {
	on := ls.Staff.Today()
	node, err := ls.Tree.Find(ctx, nodeID, on)
	if err != nil {
		return node, err
	}
	if err := org.AskWithin(ctx, ls.DB, a, may.EditLayer, node, on); err != nil {
		return node, err
	}
	switch org.Kind(node.Kind) {
	case org.Municipality, org.Employer, org.Operation, org.Unit:
		return node, nil
	}
	return node, ErrNotLocal
}

// Pages gives what a place and those above it have added to a course, to who edits the place's layer.
func (ls *Locals) Pages(ctx context.Context, a may.Actor, nodeID, courseID string) (v LocalPages, err error) {
	if v.Node, err = ls.ask(ctx, a, nodeID); err != nil {
		return v, err
	}
	if v.Course, err = ls.Courses.Version(ctx, courseID, 0); err != nil {
		return v, err
	}
	v.Places = LocalPlaces(v.Course)
	all, err := ls.at(ctx, ls.DB, a.PersonID, courseID, strings.Split(v.Node.Path, "/"))
	for _, l := range all {
		l.HasPlace = slices.ContainsFunc(v.Places, func(p LocalPlace) bool { return p.ID == l.Place })
		if l.NodeID == nodeID {
			v.Own = append(v.Own, l)
		} else {
			v.Above = append(v.Above, l)
		}
	}
	return v, err
}

// Save adds a local page or task (ID ""), or changes the version that was seen. What somebody has
// changed meanwhile is ErrLocalMoved, with theirs beside it; nothing is lost. Problems tell what the
// text may not hold. The course itself is never touched.
func (ls *Locals) Save(ctx context.Context, a may.Actor, want Local) (theirs Local, problems []folder.Problem, err error) {
	if _, err := ls.ask(ctx, a, want.NodeID); err != nil {
		return theirs, nil, err
	}
	c, err := ls.Courses.Version(ctx, want.CourseID, 0)
	if err != nil {
		return theirs, nil, err
	}
	want.Title = strings.TrimSpace(want.Title)
	if problems, err = ls.check(c, &want); err != nil {
		return theirs, problems, err
	}
	return theirs, nil, ls.DB.Tx(ctx, func(tx *db.Tx) error {
		if want.ID == "" {
			have, err := db.One(ctx, tx, db.Number, `SELECT COUNT(*) FROM course_local WHERE course_id = $1 AND node_id = $2 AND ended_at IS NULL`, want.CourseID, want.NodeID)
			if err != nil {
				return err
			}
			if have >= mostLocals {
				return ErrLocalMany
			}
			want.ID, want.Version = ls.NewID(), 0
		} else if theirs, err = ls.end(ctx, tx, a, want); err != nil {
			return err
		}
		return ls.insert(ctx, tx, a, want)
	})
}

func (ls *Locals) check(c *folder.Content, want *Local) (problems []folder.Problem, err error) {
	switch {
	case want.Title == "" || utf8.RuneCountInString(want.Title) > longestLocalTitle:
		return nil, ErrLocalTitle.On("titel")
	case want.Kind != LocalPage && want.Kind != LocalTask:
		return nil, ErrLocalKind.On("slag")
	case !slices.ContainsFunc(LocalPlaces(c), func(p LocalPlace) bool { return p.ID == want.Place }):
		return nil, ErrLocalPlace.On("stalle")
	case strings.TrimSpace(want.Body) == "":
		return nil, ErrLocalText.On("text")
	}
	if err := checkText(want.Title+"\n"+want.Body, ls.Now()); err != nil {
		return nil, err
	}
	if want.HTML, problems = folder.Text(want.Body); len(problems) > 0 {
		return problems, ErrLocalText.On("text")
	}
	return nil, nil
}

// end ends the version that was seen.
func (ls *Locals) end(ctx context.Context, tx *db.Tx, a may.Actor, l Local) (theirs Local, err error) {
	n, err := tx.Exec(ctx, `
		UPDATE course_local
		SET ended_at = $5, ended_by = $6
		WHERE id = $1 AND version = $2 AND node_id = $3 AND course_id = $4 AND ended_at IS NULL`,
		l.ID, l.Version, l.NodeID, l.CourseID, ls.Now(), a.PersonID)
	if err != nil || n == 1 {
		return theirs, err
	}
	theirs, err = db.One(ctx, tx, scanLocal, selectLocal+`
		WHERE l.id = $1 AND l.ended_at IS NULL AND l.node_id = $4 AND l.course_id = $5`,
		l.ID, ls.Staff.Today(), a.PersonID, l.NodeID, l.CourseID)
	if errors.Is(err, db.ErrMissing) {
		return theirs, ErrNoLocal
	}
	if err != nil {
		return theirs, err
	}
	return theirs, ErrLocalMoved
}

func (ls *Locals) insert(ctx context.Context, tx *db.Tx, a may.Actor, l Local) error {
	_, err := tx.Exec(ctx, `
		INSERT INTO course_local (id, version, course_id, node_id, place, kind, title, body, html, made_by, made_at, ended_at, ended_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, NULL, '')`,
		l.ID, l.Version+1, l.CourseID, l.NodeID, l.Place, l.Kind, l.Title, l.Body, l.HTML, a.PersonID, ls.Now())
	return err
}

// Remove takes away the version that was seen. What it said is kept, and so are the ticks.
func (ls *Locals) Remove(ctx context.Context, a may.Actor, l Local) error {
	if _, err := ls.ask(ctx, a, l.NodeID); err != nil {
		return err
	}
	return ls.DB.Tx(ctx, func(tx *db.Tx) error {
		_, err := ls.end(ctx, tx, a, l)
		return err
	})
}
