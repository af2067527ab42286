// Package app builds every part once and puts them together. It is the only package that knows all.
package app

import (
	"context"
	"crypto/rand"
	"errors"
	"log/slog"
	"os"
	"time"
	_ "time/tzdata" // dates are Swedish on machines without a time zone database too

	"github.com/google/uuid"

	"yrkesresan/internal/access"
	"yrkesresan/internal/appointment"
	"yrkesresan/internal/attendance"
	"yrkesresan/internal/booking"
	"yrkesresan/internal/certificate"
	"yrkesresan/internal/certification"
	"yrkesresan/internal/circle"
	"yrkesresan/internal/competence"
	"yrkesresan/internal/course"
	"yrkesresan/internal/demand"
	"yrkesresan/internal/demo"
	"yrkesresan/internal/development"
	"yrkesresan/internal/evaluation"
	"yrkesresan/internal/framework"
	"yrkesresan/internal/gap"
	"yrkesresan/internal/group"
	"yrkesresan/internal/help"
	"yrkesresan/internal/introduction"
	"yrkesresan/internal/journey"
	"yrkesresan/internal/library"
	"yrkesresan/internal/message"
	"yrkesresan/internal/occasion"
	"yrkesresan/internal/org"
	"yrkesresan/internal/platform/api"
	"yrkesresan/internal/platform/audit"
	"yrkesresan/internal/platform/blob"
	"yrkesresan/internal/platform/db"
	"yrkesresan/internal/platform/fault"
	"yrkesresan/internal/platform/job"
	"yrkesresan/internal/platform/keys"
	"yrkesresan/internal/platform/mail"
	"yrkesresan/internal/practice"
	"yrkesresan/internal/preset"
	"yrkesresan/internal/privacy"
	"yrkesresan/internal/profile"
	"yrkesresan/internal/record"
	"yrkesresan/internal/report"
	"yrkesresan/internal/search"
	"yrkesresan/internal/staff"
	"yrkesresan/internal/staffing"
	"yrkesresan/internal/uptake"
)

// Config is what the program is told from outside.
type Config struct {
	Data     string        // directory of files, keys and the embedded database
	Database string        // address of PostgreSQL; "" = SQLite in Data
	Keys     string        // directory of the keys; "" = Data/keys
	Files    string        // directory of the files; "" = Data/files
	URL      string        // where people reach the program, for addresses on paper; https makes cookies secure
	Product  string        // the name shown to users
	Contact  string        // whom users call
	Reports  string        // the e-mail address that reads reports about accessibility; "" = they wait in the outbox
	Mail     *mail.SMTP    // the mail server; nil: mail waits in the outbox
	SMS      *mail.Gateway // the SMS gateway; nil: SMS wait in the outbox
	KeepMail time.Duration // how long the text and address of what has been sent are kept; 30 days when 0
	Demo     bool
	Today    string // moves the clock of demo mode to a day; "" = today
}

// App is the parts of the program.
type App struct {
	Config       Config
	Log          *slog.Logger
	DB           *db.DB
	Keys         *keys.Ring
	Blobs        *blob.Dir
	Jobs         *job.Queue
	Tasks        *job.Tasks
	Audit        *audit.Log
	Outbox       *mail.Outbox
	Post         *mail.Post
	Tree         *org.Tree
	Staff        *staff.Staff
	Imports      *staff.Imports
	Access       *access.Access
	Messages     *message.Messages
	Record       *record.Record
	Reports      *help.Reports
	Courses      *course.Courses
	Studies      *course.Studies
	Locals       *course.Locals
	Journeys     *journey.Journeys
	Groups       *group.Groups
	Certificates *certificate.Certificates
	Frameworks   *framework.Frameworks
	Profiles     *profile.Profiles
	Competence   *competence.Competence
	Appointments *appointment.Appointments
	Gaps         *gap.Gaps
	Plans        *development.Plans
	Occasions    *occasion.Occasions
	Bookings     *booking.Bookings
	Demand       *demand.Demand
	Staffing     *staffing.Staffing
	Attendance   *attendance.Attendance
	Practice     *practice.Practice
	Library      *library.Library
	Circles      *circle.Circles
	Presets      *preset.Presets
	Evaluations  *evaluation.Evaluations
	Uptake       *uptake.Uptake
	Privacy      *privacy.Privacy
	Search       *search.Search
	Figures      *report.Figures
	Demo         *demo.Demo
	learning     *learning
	Now          func() time.Time // the clock that the rules see
	moved        int              // days that it is moved in demo mode
	Place        *time.Location

	Introductions *introduction.Introductions
	Certification *certification.Certifications
}

// ErrKeys says that the database was made with other keys: people would not be recognised.
var ErrKeys = fault.New(fault.Conflict, "app.keys")

// Open opens what the program stands on, brings the database up to date and seeds an empty one.
func Open(ctx context.Context, c Config, log *slog.Logger) (*App, error) {
	a := &App{Config: c, Log: log}
	if err := a.setClock(); err != nil {
		return nil, err
	}
	if err := a.openStores(); err != nil {
		return nil, err
	}
	// Of processes that start together one migrates and seeds; the others find it done.
	if err := a.DB.Alone(ctx, func() error {
		if err := db.Migrate(ctx, a.DB); err != nil {
			return err
		}
		if err := a.followDemo(ctx); err != nil {
			return err
		}
		if err := a.buildRooms(); err != nil {
			return err
		}
		if err := a.seed(ctx); err != nil {
			return err
		}
		return a.fillDemo(ctx)
	}); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *App) openStores() (err error) {
	if err := os.MkdirAll(a.Config.Data, 0o700); err != nil {
		return err
	}
	if a.Keys, err = keys.Open(a.Config.keyDir()); err != nil {
		return err
	}
	if a.Blobs, err = blob.OpenDir(a.Config.fileDir()); err != nil {
		return err
	}
	a.DB, err = db.Open(db.URL(a.Config.Database, a.Config.Data))
	return err
}

// setClock lets demo mode live on another day; everything else follows the machine.
func (a *App) setClock() (err error) {
	if a.Place, err = time.LoadLocation("Europe/Stockholm"); err != nil {
		return err
	}
	a.Now = time.Now
	if a.Config.Today == "" {
		return nil
	}
	days, err := a.daysTo(a.Config.Today)
	a.move(days)
	return err
}

// NewID makes ids that sort by time (UUIDv7).
func NewID() string { return uuid.Must(uuid.NewV7()).String() }

func (a *App) buildRooms() (err error) {
	if a.Jobs, err = job.New(a.DB, a.Log); err != nil {
		return err
	}
	a.Tasks = &job.Tasks{DB: a.DB, Now: time.Now}
	a.Audit = &audit.Log{DB: a.DB, Now: a.Now, NewID: NewID}
	a.Outbox = &mail.Outbox{Now: a.Now, NewID: NewID}
	a.Tree = &org.Tree{DB: a.DB, NewID: NewID}
	a.Staff = &staff.Staff{DB: a.DB, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place}
	// Sessions, codes and throttles follow the machine's own clock, also when demo mode's is moved.
	a.Access = access.New(access.Access{DB: a.DB, Staff: a.Staff, Keys: a.Keys, Outbox: a.Outbox, Now: time.Now, NewID: NewID, Random: rand.Text})
	if err := a.buildMessages(); err != nil {
		return err
	}
	a.Access.Teller = roleTeller{a.Messages, a.Messages.Texts}
	if err := a.Access.UsePasskeys(a.Config.URL, a.Config.Product); err != nil {
		return err
	}
	a.Reports = &help.Reports{DB: a.DB, Outbox: a.Outbox, Turns: a.Access, To: a.Config.Reports, Now: a.Now}
	a.Record = &record.Record{DB: a.DB, Staff: a.Staff, Audit: a.Audit, Now: a.Now, NewID: NewID}
	a.Imports = &staff.Imports{Staff: a.Staff, Tree: a.Tree, Keys: a.Keys, Jobs: a.Jobs, Tasks: a.Tasks, Managers: a.Access}
	a.buildLearning()
	a.buildCertificates()
	a.buildSearch()
	a.buildFigures()
	a.buildCompetence()
	a.buildAppointments()
	a.buildOccasions()
	a.buildDemand()
	a.buildStaffing()
	a.buildPractice()
	a.buildCertification()
	a.buildIntroductions()
	if err := a.buildLibrary(); err != nil {
		return err
	}
	a.buildCircles()
	a.buildUptake()
	if err := a.buildPresets(); err != nil {
		return err
	}
	if err := a.buildPrivacy(); err != nil { // after every room whose traces it clears
		return err
	}
	a.buildDemo()
	a.buildJobs()
	a.buildReshaping()
	return nil
}

// swept asks for what has run out to be forgotten: sessions, codes, failures.
type swept struct{}

// Kind implements job.Args.
func (swept) Kind() string { return "access.swept" }

// buildJobs says who works what waits in the queue.
func (a *App) buildJobs() {
	job.Handle(a.Jobs, func(ctx context.Context, _ swept) error {
		return errors.Join(a.Access.Sweep(ctx), api.Sweep(ctx, a.DB, time.Now()))
	})
	job.Every(a.Jobs, time.Hour, swept{})
	job.Handle(a.Jobs, a.Imports.OnAsked)
	job.Handle(a.Jobs, a.Competence.OnMeritsAsked)
	job.Handle(a.Jobs, a.Search.OnSwept)
	job.Every(a.Jobs, search.SweepEvery, search.Swept{})
	a.buildMessageJobs()
	job.Handle(a.Jobs, a.Privacy.OnAged)
	job.Handle(a.Jobs, a.Attendance.OnClosed)
	job.Handle(a.Jobs, a.Evaluations.OnDue)
	job.Every(a.Jobs, 12*time.Hour, evaluation.Due{})
	job.Handle(a.Jobs, a.Attendance.OnAged)
	job.Every(a.Jobs, 24*time.Hour, attendance.Aged{})
	job.Every(a.Jobs, 24*time.Hour, privacy.Aged{})
	a.followFigures()
	job.Handle(a.Jobs, a.Studies.OnFollowUps)
	job.Every(a.Jobs, 24*time.Hour, course.FollowUps{})
	job.Handle(a.Jobs, a.Plans.OnDue)
	job.Handle(a.Jobs, a.Gaps.OnAsked)
	job.Every(a.Jobs, 24*time.Hour, development.Due{})
	job.Handle(a.Jobs, a.Plans.OnSheetAsked)
	job.Handle(a.Jobs, a.Journeys.OnTouchAsked)
	job.Handle(a.Jobs, a.Journeys.OnAboveChanged)
	job.Handle(a.Jobs, a.Journeys.OnAsked)
}

func (a *App) buildLearning() {
	a.Courses = &course.Courses{DB: a.DB, Blobs: a.Blobs, Now: a.Now}
	a.Studies = &course.Studies{DB: a.DB, Courses: a.Courses, Blobs: a.Blobs, Record: a.Record, Staff: a.Staff, Audit: a.Audit, Now: a.Now, NewID: NewID, Place: a.Place}
	a.Locals = &course.Locals{DB: a.DB, Courses: a.Courses, Staff: a.Staff, Tree: a.Tree, Now: a.Now, NewID: NewID}
	a.learning = &learning{courses: a.Courses, studies: a.Studies, now: a.Now, place: a.Place}
	a.Journeys = &journey.Journeys{DB: a.DB, Staff: a.Staff, Access: a.Access, Record: a.Record, Tree: a.Tree, Studies: a.learning,
		Jobs: a.Jobs, Tasks: a.Tasks, Messages: a.Messages, Now: a.Now, NewID: NewID}
	a.Record.Listeners = append(a.Record.Listeners, a.Studies.OnFact)
	a.Studies.Approval, a.Studies.Tell = a.Journeys, a.Messages.Tell
	a.Groups = &group.Groups{DB: a.DB, Staff: a.Staff, Access: a.Access, Studies: a.Studies, Courses: a.learning, Journeys: a.Journeys, Messages: a.Messages, Tree: a.Tree, Now: a.Now, NewID: NewID}
	a.Messages.Digests = group.Digests{Groups: a.Groups}
}

// Close closes what Open opened.
func (a *App) Close() error { return a.DB.Close() }
