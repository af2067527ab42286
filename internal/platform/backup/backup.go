// Package backup writes everything an installation knows into one file, beside a running server,
// and puts it back into an empty one, on the same database engine or the other.
//
// The file is a gzipped tar: backup.json (what this is), tables/NAME/NNNNNN.jsonl (rows as JSON,
// column by column in the order that backup.json tells), jobs.jsonl (work that waits),
// keys/NNNN.key, files/HASH, and last manifest.json with the size and SHA-256 of each. It holds
// personal data and the keys: keep it as you keep the database.
package backup

import (
	"embed"
	"regexp"
	"time"

	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
)

// Texts is the Swedish of what can go wrong here.
//
//go:embed sv.json
var Texts embed.FS

// What an operator is told.
var (
	ErrMissing  = fault.New(fault.Missing, "backup.missing")
	ErrDamaged  = fault.New(fault.Invalid, "backup.damaged")
	ErrNotOne   = fault.New(fault.Invalid, "backup.not_one")
	ErrNewer    = fault.New(fault.Invalid, "backup.newer")
	ErrNotEmpty = fault.New(fault.Conflict, "backup.not_empty")
)

// Parts is what a backup is of, and what a restore fills.
type Parts struct {
	DB    *db.DB
	Blobs blob.Store
	Keys  string // directory of the keys
	Jobs  *job.Queue
	Now   func() time.Time
}

// Counts is what went in, or came out.
type Counts struct {
	Tables int   `json:"tables"`
	Rows   int64 `json:"rows"`
	Files  int   `json:"files"`
	// Damaged names files whose content in the store is no longer what their name says.
	Damaged []string `json:"damaged,omitempty"`
}

// format is the version of the file's own form.
const format = 1

// head is backup.json, the first entry: enough to say whether this program can read the rest.
type head struct {
	Format int       `json:"format"`
	Schema int64     `json:"schema"` // the last migration the rows are shaped by
	Engine string    `json:"engine"` // for people; the rows are the same for both
	Made   time.Time `json:"made"`
	Tables []layout  `json:"tables"`
}

// layout is a table's columns in the order that its rows tell them.
type layout struct {
	Name    string   `json:"name"`
	Columns []column `json:"columns"`
}

type column struct {
	Name string `json:"name"`
	Type string `json:"type"`
}

// manifest is the last entry. A file without it was cut off.
type manifest struct {
	Counts  Counts           `json:"counts"`
	Entries map[string]entry `json:"entries"`
}

type entry struct {
	Size int64  `json:"size"`
	Sum  string `json:"sha256"`
}

// The names of entries. Nothing else is read, and nothing is ever written where a name says.
const (
	headName     = "backup.json"
	jobsName     = "jobs.jsonl"
	manifestName = "manifest.json"
)

var (
	tableName = regexp.MustCompile(`^tables/([a-z_]+)/\d{6}\.jsonl$`)
	keyName   = regexp.MustCompile(`^keys/(\d{4,}\.key)$`)
	fileName  = regexp.MustCompile(`^files/([0-9a-f]{64})$`)
)

func layoutOf(tables []db.Table) []layout {
	out := make([]layout, len(tables))
	for i, t := range tables {
		out[i].Name = t.Name
		for _, c := range t.Columns {
			out[i].Columns = append(out[i].Columns, column(c))
		}
	}
	return out
}
