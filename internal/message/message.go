// Package message owns what people are told: the inbox of each person, and how each wants to be told.
//
// A room says what happened with Tell, in the transaction that made it happen. The words come from
// the catalogue when somebody reads, so that easy Swedish reaches the inbox too. What a person has
// not read is carried out of the program by e-mail or SMS, within the hours that the person chose
// (rule 36), and once (Carry). Whoever leads others gets what is to be done as a digest (Digest).
//
// Tables: note, message_wish, message_digest. Says: messages to the outbox. Asks: staff, access, may.
package message

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/staff"
)

// Faults.
var (
	ErrNoNote  = fault.New(fault.Missing, "message.no_note")
	ErrLink    = fault.New(fault.Missing, "message.link_gone") // a link that was not made here, or is too old
	ErrAddress = fault.New(fault.Invalid, "message.address_wrong")
	ErrDays    = fault.New(fault.Invalid, "message.days_none")
	ErrHours   = fault.New(fault.Invalid, "message.hours_wrong")
	ErrOften   = fault.New(fault.Busy, "message.often")
)

// Note is something that one person is told. Of another person it says no name: AboutID points at
// the other, and {person} in the sentence becomes the name or, for a protected identity, the contact
// code, each time somebody reads it (rule 7).
type Note struct {
	PersonID   string
	EmployerID string            // whose matter it is; "" when it is the person's own
	Kind       Kind              // what it is about; "" = as the key says (KindOf)
	Key        string            // of the sentence; Key+".subject" is the few words above it
	Args       map[string]string // what the sentence names, as it is written; "n" is a number
	AboutID    string            // another person whom the sentence names; "" when none
	Href       string            // where the person does something about it: a path here, or ""
	DaysOf     string            // the id of what has days (an occasion) that it is about: a letter brings them; "" none
	OnceKey    string            // the same key twice is one note: work may run again after a crash
}

// Kind is what a note is about: people choose by kind what leaves the program.
type Kind string

// The kinds.
const (
	Reminders Kind = "reminder" // something is to be done by a day
	Learning  Kind = "learning" // courses, certificates, what has been approved
	Roles     Kind = "role"     // roles and tasks that one has been given
	Other     Kind = "other"
)

// Kinds names every kind, in the order of the settings.
func Kinds() []Kind { return []Kind{Reminders, Learning, Roles, Other} }

// byKey tells the kind by how a key begins.
var byKey = []struct {
	begins string
	kind   Kind
}{
	{"group.told.late", Reminders}, {"group.told.soon", Reminders}, {"group.told.renew", Reminders}, {"group.told.serves", Roles},
	{"course.told.follow_up", Reminders}, {"demand.told.", Reminders}, {"evaluation.told.reminded", Reminders}, {"evaluation.", Learning},
	{"access.", Roles}, {"appointment.", Roles}, {"role.", Roles},
	{"course.", Learning}, {"journey.", Learning}, {"certificate.", Learning}, {"record.", Learning}, {"group.", Learning}, {"tailor.", Learning}, {"merit.", Learning}, {"booking.told.remind", Reminders}, {"booking.", Learning}, {"uptake.told.follow", Reminders}, {"uptake.", Learning}, {"practice.told.due", Reminders}, {"practice.", Learning},
	{"introduction.told.meeting", Reminders}, {"introduction.", Learning},
	{"certification.told.ends", Reminders}, {"certification.told.renewal", Reminders}, {"certification.told.leads", Roles}, {"certification.", Learning},
}

// KindOf tells what a note with a key is about.
func KindOf(key string) Kind {
	for _, b := range byKey {
		if strings.HasPrefix(key, b.begins) {
			return b.kind
		}
	}
	return Other
}

// Messages is the door to this room.
type Messages struct {
	DB      *db.DB
	Staff   *staff.Staff
	Access  *access.Access
	Outbox  *mail.Outbox
	Keys    *keys.Ring
	Texts   *lang.Catalog
	Digests Digests // who leads others, and what is to be done there; nil: nobody gets a digest
	Days    Days    // what letters bring to people's calendars; nil: nothing
	URL     string  // where people reach the program, for addresses in messages
	Product string  // the name shown to users
	Now     func() time.Time
	NewID   func() string
	Place   *time.Location
}

// Tell puts a note in the person's inbox as part of tx: no commit, no note. From there it is carried
// out of the program as the person has chosen.
func (m *Messages) Tell(ctx context.Context, tx *db.Tx, n Note) error {
	args, err := json.Marshal(n.Args)
	if err != nil {
		return err
	}
	id := m.NewID()
	if n.OnceKey == "" {
		n.OnceKey = id
	}
	if n.Kind == "" {
		n.Kind = KindOf(n.Key)
	}
	_, err = tx.Exec(ctx, `
		INSERT INTO note (id, person_id, employer_id, kind, key, args, about_id, href, once_key, made_at, carry_at, days_of)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11)
		ON CONFLICT (once_key) DO NOTHING`,
		id, n.PersonID, n.EmployerID, string(n.Kind), n.Key, string(args), n.AboutID, n.Href, n.OnceKey, m.Now(), n.DaysOf)
	return err
}
