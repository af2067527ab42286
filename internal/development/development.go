// Package development owns plans for competence: of a person, agreed by manager and employee, of units,
// operations and service areas; study time; and what new duties followed (R200, R203, R206, R288).
//
// Tables: see the migration of this room. Says: notes to people's inboxes. Asks: org, staff, framework,
// profile, competence, gap, journey, message, may, audit.
package development

import (
	"time"

	"yrkesresan/internal/gap"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/message"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/staff"
)

// Plans is the door to this room.
type Plans struct {
	DB       *db.DB
	Tree     *org.Tree
	Staff    *staff.Staff
	Gaps     *gap.Gaps
	Journeys *journey.Journeys
	Messages *message.Messages
	Audit    *audit.Log
	Now      func() time.Time
	NewID    func() string
}
