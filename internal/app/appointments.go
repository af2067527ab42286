package app

import (
	"time"

	"yrkesresan/internal/appointment"
	"yrkesresan/internal/platform/job"
)

// buildAppointments builds the room of leaders of workplace learning and representatives: the role of a leader is given
// there only, and what is learnt and what an employer switches decides who holds what.
func (a *App) buildAppointments() {
	a.Appointments = &appointment.Appointments{DB: a.DB, Tree: a.Tree, Staff: a.Staff, Access: a.Access, Record: a.Record, Competence: a.Competence, Messages: a.Messages, Outbox: a.Outbox, Jobs: a.Jobs,
		Audit: a.Audit, Now: a.Now, NewID: NewID}
	a.Access.Appointed = a.Appointments.OnRole
	a.Tree.Switched = a.Appointments.OnSwitched
	a.Record.Listeners = append(a.Record.Listeners, a.Appointments.OnFact)
	job.Handle(a.Jobs, a.Appointments.OnSettle)
	job.Handle(a.Jobs, a.Appointments.OnDue)
	job.Every(a.Jobs, 12*time.Hour, appointment.Due{})
}
