package message_test

import (
	"crypto/rand"
	"io/fs"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/message"
	"yrkesresan/internal/message/messageweb"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/dbtest"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/lang"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/platform/may"
	"yrkesresan/internal/staff"
)

// world is a room on a database of its own, with a clock that the test moves: Amina (a) and Bengt (b),
// whose identity is protected, work in Ale (k); Amina in Borås (m) too.
type world struct {
	*message.Messages
	t   testing.TB
	now atomic.Int64
}

// Some rooms' sentences.
var told = fstest.MapFS{"sv.json": {Data: []byte(`{
	"group.told.late": "{item} skulle ha varit klar {date}.", "group.told.late.subject": "Påminnelse",
	"access.told": "Du ersätter {person} från i dag.", "access.told.subject": "Du har fått en roll",
	"group.todo.late": {"en": "1 person har passerat ett datum", "fler": "{n} personer har passerat ett datum"}}`)},
	"sv-latt.json": {Data: []byte(`{"group.told.late": "{item} är sen. Den skulle vara klar {date}."}`)}}

// monday is 2 March 2026, ten in the morning in Sweden.
var monday = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func newWorld(t testing.TB) *world {
	t.Helper()
	ring, err := keys.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	texts, err := lang.New(map[string]fs.FS{"message": messageweb.Texts, "told": told})
	if err != nil {
		t.Fatal(err)
	}
	w := &world{t: t}
	w.now.Store(monday.UnixMilli())
	now := func() time.Time { return time.UnixMilli(w.now.Load()) }
	newID, d := rand.Text, dbtest.Open(t)
	people := &staff.Staff{DB: d, Audit: &audit.Log{DB: d, Now: now, NewID: newID}, Now: now, NewID: newID, Place: lang.Zone()}
	outbox := &mail.Outbox{Now: now, NewID: newID}
	w.Messages = &message.Messages{DB: d, Staff: people, Outbox: outbox, Keys: ring, Texts: texts, URL: "https://y.example", Product: "Yrkesresan", Now: now, NewID: newID, Place: lang.Zone(),
		Access: access.New(access.Access{DB: d, Staff: people, Keys: ring, Outbox: outbox, Now: now, NewID: newID, Random: rand.Text})}
	for _, id := range []string{"k", "m"} {
		w.exec(`INSERT INTO node (id, kind, code, population, made_by) VALUES ($1, 'municipality', '', 0, '')`, id)
	}
	w.hire("a", "k", "Amina", "amina@ale.example", "0701234567", false)
	w.hire("a", "m", "Amina", "amina@boras.example", "", false)
	w.hire("b", "k", "Bengt", "", "0709999999", true)
	return w
}

func (w *world) exec(q string, args ...any) {
	w.t.Helper()
	if _, err := w.DB.Exec(w.t.Context(), q, args...); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) hire(person, employer, name, email, mobile string, protected bool) {
	w.t.Helper()
	w.exec(`INSERT INTO person (id, made_at, made_by) VALUES ($1, '2020-01-01 00:00:00', '') ON CONFLICT (id) DO NOTHING`, person)
	w.exec(`INSERT INTO employee (employer_id, person_id, first_name, last_name, sort_name, email, mobile, protected, contact_code)
		VALUES ($1, $2, $3, 'Nilsson', '', $4, $5, $6, 'Kod 42')`, employer, person, name, email, mobile, protected)
}

func (w *world) tell(n message.Note) {
	w.t.Helper()
	if err := w.DB.Tx(w.t.Context(), func(tx *db.Tx) error { return w.Tell(w.t.Context(), tx, n) }); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) carry() {
	w.t.Helper()
	if err := w.Carry(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) wait(d time.Duration) { w.now.Add(d.Milliseconds()) }

func (w *world) wish(person string, f func(*message.Wishes)) {
	w.t.Helper()
	a := may.Actor{PersonID: person}
	s, err := w.Settings(w.t.Context(), a)
	if err != nil {
		w.t.Fatal(err)
	}
	f(&s.Wishes)
	if err := w.SetWishes(w.t.Context(), a, s.Wishes); err != nil {
		w.t.Fatal(err)
	}
}

// out is the outbox, oldest first: "channel address | subject | body".
func (w *world) out() []string {
	w.t.Helper()
	got, err := db.All(w.t.Context(), w.DB, db.Text, `SELECT channel || ' ' || address || ' | ' || subject || ' | ' || body FROM message ORDER BY made_at, channel, address`)
	if err != nil {
		w.t.Fatal(err)
	}
	return got
}

// token finds the link of a kind in a text.
func token(text, way string) string {
	_, rest, _ := strings.Cut(text, "https://y.example/meddelanden/"+way+"/")
	end := strings.IndexAny(rest+"\n", "\n ")
	return (rest + "\n")[:end]
}

var (
	amina = may.Actor{PersonID: "a"}
	late  = message.Note{PersonID: "a", EmployerID: "k", Key: "group.told.late", Args: map[string]string{"item": "Förflyttning", "date": "1 mars"}, Href: "/kurs/forflyttning"}
)
