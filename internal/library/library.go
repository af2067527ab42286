// Package library owns the material bank (toolboxes of material by theme) and good examples that colleagues share.
//
// Material belongs to a place: the nation, an RSS, a municipality or another employer, a unit. It is seen by those who
// are at the place, or by everybody. A toolbox is material in an order, and can be taken home whole as one package. A good
// example is written by anyone who is employed, reviewed by who keeps material, and spread as far as its author wishes
// and the reviewers agree (package state). Shipped toolboxes and those of presets come as files (package collection).
//
// Tables: material, material_revision, material_file, toolbox, toolbox_item, library_package, library_tag, library_word,
// example, example_event, example_picture, example_try.
// Says: library.packed, library.due. Asks: staff, org, access, course/folder, message, may, blob, job.
package library

import (
	"context"
	"errors"
	"strings"
	"time"
	"unicode/utf8"

	"yrkesresan/internal/access"
	"yrkesresan/internal/library/collection"
	"yrkesresan/internal/library/state"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/identity"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoMaterial = fault.New(fault.Missing, "library.material_missing")
	ErrNoToolbox  = fault.New(fault.Missing, "library.toolbox_missing")
	ErrNoExample  = fault.New(fault.Missing, "library.example_missing")
	ErrNoTry      = fault.New(fault.Missing, "library.try_missing")
	ErrNoFile     = fault.New(fault.Missing, "library.file_missing")

	ErrOwner    = fault.New(fault.Invalid, "library.owner_wrong").On("agare")
	ErrTitle    = fault.New(fault.Invalid, "library.title_wrong").On("rubrik")
	ErrAbout    = fault.New(fault.Invalid, "library.about_wrong").On("om")
	ErrForm     = fault.New(fault.Invalid, "library.form_wrong").On("form")
	ErrMarkdown = fault.New(fault.Invalid, "library.markdown").On("text")
	ErrLinks    = fault.New(fault.Invalid, "library.links_wrong").On("lankar")
	ErrUnitOnly = fault.New(fault.Invalid, "library.unit_only").On("spridning")
	ErrMonths   = fault.New(fault.Invalid, "library.months_wrong").On("manader")
	ErrChoice   = fault.New(fault.Invalid, "library.choice_wrong") // something that is not to choose from
	ErrEmpty    = fault.New(fault.Invalid, "library.empty")        // neither text, file nor link
	ErrTheme    = fault.New(fault.Invalid, "library.theme_wrong").On("tema")
	ErrItems    = fault.New(fault.Invalid, "library.items_wrong").On("delar")
	ErrLong     = fault.New(fault.Invalid, "library.long")
	ErrIdentity = fault.New(fault.Invalid, "library.identity") // identity numbers do not belong here (rule 42)
	ErrLarge    = fault.New(fault.Invalid, "library.file_large").On("fil")
	ErrKind     = fault.New(fault.Invalid, "library.file_kind").On("fil")
	ErrFile     = fault.New(fault.Invalid, "library.file_none").On("fil")
	ErrMany     = fault.New(fault.Conflict, "library.files_many").On("fil")
	ErrHeavy    = fault.New(fault.Conflict, "library.package_heavy") // a package would be larger than MostPackage
	ErrChanged  = fault.New(fault.Conflict, "library.changed")       // somebody else saved meanwhile
	ErrState    = fault.New(fault.Conflict, "library.state")         // it has gone on

	ErrNowhere  = fault.New(fault.Conflict, "library.nowhere") // the person works nowhere: nobody would review
	ErrDid      = fault.New(fault.Invalid, "library.did_wrong").On("gjorde")
	ErrGave     = fault.New(fault.Invalid, "library.gave_wrong").On("gav")
	ErrHints    = fault.New(fault.Invalid, "library.hints").On("sett") // what may point at somebody has not been looked over
	ErrPicture  = fault.New(fault.Invalid, "library.picture_kind").On("fil")
	ErrBroken   = fault.New(fault.Invalid, "library.picture_broken").On("fil")
	ErrConsent  = fault.New(fault.Invalid, "library.consent").On("samtycke")
	ErrReason   = fault.New(fault.Invalid, "library.reason").On("skal")
	ErrNote     = fault.New(fault.Invalid, "library.note_wrong").On("fraga")
	ErrOwnTry   = fault.New(fault.Conflict, "library.own_try")
	ErrAnswered = fault.New(fault.Conflict, "library.answered")
)

// Library is the door to this room.
type Library struct {
	DB       *db.DB
	Blobs    blob.Store
	Staff    *staff.Staff
	Tree     *org.Tree
	Access   *access.Access
	Messages *message.Messages
	Jobs     *job.Queue
	Tasks    *job.Tasks
	Audit    *audit.Log
	Texts    *lang.Catalog // the words of packages
	Now      func() time.Time
	NewID    func() string
	// Stems gives the stems of the words that say something in a text.
	Stems func(text string) []string
	// Leaders names who answers for the people of a unit, but the person.
	Leaders func(ctx context.Context, unitID, personID string) ([]string, error)
}

// The states of material and toolboxes.
const (
	Draft     = "draft"
	Published = "published"
	Ended     = "ended"
)

// Material is an item of the bank.
type Material struct {
	collection.Item
	ID, OwnerID string
	Slug        string // of shipped items and those of presets; "" of others
	State       string
	Spread      state.Spread // Own or Wide
	BasedOn     string       // id of the item that it builds on; "" = of none (R291)
	ReviewedOn  string       // YYYY-MM-DD
	ReviewOn    string       // when it is to be looked over again; db.NoEnd = never
	Revision    int64
	ChangedAt   time.Time

	Owner string // the place's name
	Files []File
	Basis *Basis // what it builds on, when it does
}

// Basis is what something builds on: its title, and whose it is.
type Basis struct{ ID, Title, Owner string }

// File is a file of an item.
type File struct {
	ID, Blob, Name, Kind, About string
	Bytes                       int64
}

// Toolbox is a collection of material about a theme, in an order (R268).
type Toolbox struct {
	ID, OwnerID, Slug      string
	State                  string
	Spread                 state.Spread
	Title, Theme, Audience string
	About                  string
	Revision               int64
	ChangedAt              time.Time

	Owner string
	Items []Material // those that the reader may see, in their order
	IDs   []string   // of all items, for who keeps it
}

// Upload is a file on its way in; without File there is none.
type Upload = blob.Incoming

const (
	mostListed = 300
	mostText   = 5000
	mostNote   = 1000
)

// Today is the day that the rules see.
func (l *Library) Today() string { return l.Staff.Today() }

// text tidies what somebody has typed in a field; at most n letters, no identity numbers (rule 42).
func (l *Library) text(s *string, field string, n int) error {
	*s = strings.TrimSpace(*s)
	if utf8.RuneCountInString(*s) > n {
		return ErrLong.On(field)
	}
	if identity.In(*s, l.Now()) {
		return ErrIdentity.On(field)
	}
	return nil
}

// needed is text that must be there.
func (l *Library) needed(s *string, missing *fault.Fault, n int) error {
	if err := l.text(s, missing.Field, n); err != nil {
		return err
	}
	if *s == "" {
		return missing
	}
	return nil
}

// one asks for one row; missing when there is none.
func one[T any](ctx context.Context, q db.Q, scan func(db.Scanner) (T, error), missing error, statement string, args ...any) (T, error) {
	x, err := db.One(ctx, q, scan, statement, args...)
	if errors.Is(err, db.ErrMissing) {
		return x, missing
	}
	return x, err
}

// denied tells whether an error only says that the actor may not.
func denied(err error) bool {
	f := fault.Of(err)
	return f != nil && (f.Kind == fault.Denied || f.Key == org.ErrNoNode.Key)
}

// names are what lists call some people: of a protected identity the contact code (rule 7).
func (l *Library) names(ctx context.Context, ids []string) (map[string]string, error) {
	out := map[string]string{}
	cards, err := l.Staff.CardsOf(ctx, ids)
	for id, all := range cards {
		for _, c := range all {
			if out[id] == "" || c.Protected {
				out[id] = c.Shown()
			}
		}
	}
	return out, err
}
