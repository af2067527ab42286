// Package gap owns the difference between the competence that places ask for and what their people hold
// (R196–R199, R204, R362; rules 22–25).
//
// What is missing is derived: from profiles, frameworks, what people hold and who works where, on a day
// (gap/count, pure). What is kept of it is for speed and can be computed again to the same answer. The
// person, unit, operation and municipality are live; RSS and nation read what municipalities submit.
//
// Tables: gap_position, gap_list, gap_tally, gap_month, gap_hire, gap_age, gap_summary, gap_told, joint_choice,
// joint_work, joint_answer. Says: nothing. Asks: org, staff, access, framework, profile, competence, message,
// may, audit.
package gap

import (
	"context"
	"sync"
	"time"

	"yrkesresan/internal/access"
	"yrkesresan/internal/competence"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/staff"
)

// Gaps is the door to this room.
type Gaps struct {
	DB         *db.DB
	Tree       *org.Tree
	Staff      *staff.Staff
	Frameworks *framework.Frameworks
	Profiles   *profile.Profiles
	Competence *competence.Competence
	Courses    Closers // nil: nothing is suggested
	Jobs       *job.Queue
	Tasks      *job.Tasks
	Audit      *audit.Log
	Access     *access.Access
	Messages   *message.Messages
	Now        func() time.Time
	NewID      func() string
	// Behind, when set, tells how many people's figures are being computed again.
	Behind func(ctx context.Context) (int64, error)

	read sync.Map // list id → []count.Need: a list never changes

	teams laidTeams

	submitted sync.Map // summary id → Summary: what has been submitted never changes
	sums      sync.Map // summary id → what it told, added up
}
