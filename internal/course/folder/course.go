package folder

import "slices"

// Areas are the service areas that a course can be for.
var Areas = []string{"aldreomsorg", "barn-och-unga", "funktionshinder", "halso-och-sjukvard", "socialpsykiatri"}

// readCourse reads course.yaml.
func (r *reader) readCourse(files []string) {
	at := place{r.report, courseFile, 1}
	if !slices.Contains(files, courseFile) {
		at.wrong("course_missing")
		return
	}
	text, ok := r.text(courseFile)
	if !ok {
		return
	}
	f, ok := readYAML(at, text)
	if !ok {
		return
	}
	c := &r.c
	c.ID = f.id("id")
	c.Title = f.text("title")
	c.EasyTitle = f.maybe("easy_title")
	c.Kind = f.one("kind", "lessons", "external", kindDay)
	c.Update = f.one("update", "minor", "major")
	c.Reviewed = f.date("reviewed")
	c.ValidityMonths = f.whole("validity_months", 0, 240)
	c.Hours = f.hours("hours")
	c.Areas = readAreas(f)
	c.Tags = f.labels("tags")
	c.EvidenceOnly = f.flag("evidence_only")
	c.WhyHTML = f.mustMarkdown("why")
	c.WhyEasyHTML = f.markdown("why_easy")
	readGoals(f, c)
	readGrounds(f, c)
	r.readTasks(f)
	r.readDays(f)
	if part, ok := f.part("reflection"); ok {
		c.Reflection = &Reflect{Text: part.text("text"), Easy: part.maybe("easy")}
		part.close()
	}
	r.readExternal(f)
	f.close()
}

func readAreas(f fields) []string {
	areas := f.mustIDs("areas")
	for _, area := range areas {
		if !slices.Contains(Areas, area) {
			f.at("areas").wrong("area_unknown", "area", area)
		}
	}
	return areas
}

func readGoals(f fields, c *Content) {
	ids, before := once{}, f.errors
	f.each("goals", func(g fields) {
		goal := Goal{
			ID:   g.id("id"),
			Text: g.text("text"),
			Form: g.one("form", "fact", "understanding", "skill", "familiarity"),
			Kind: g.one("kind", "theory", "method", "skill"),
		}
		ids.add(g.at("id"), goal.ID)
		c.Goals = append(c.Goals, goal)
	})
	if len(c.Goals) == 0 && f.errors == before {
		f.missing("goals")
	}
}

// readGrounds reads the laws and sources, and doubts those that are newer than
// the review: nobody can have read the course against them.
func readGrounds(f fields, c *Content) {
	f.each("laws", func(l fields) {
		law := Law{Title: l.text("title"), Number: l.text("number"), Date: l.date("date"), About: l.text("about")}
		newer(l, law.Date, c.Reviewed, law.Title)
		c.Laws = append(c.Laws, law)
	})
	if len(c.Laws) == 0 {
		f.at("laws").doubtful("law_missing")
	}
	f.each("sources", func(s fields) {
		source := Source{Title: s.text("title"), Publisher: s.text("publisher"), Date: s.maybeDate("date"), URL: s.address("url")}
		newer(s, source.Date, c.Reviewed, source.Title)
		c.Sources = append(c.Sources, source)
	})
}

func newer(f fields, date, reviewed, title string) {
	if date != "" && reviewed != "" && date > reviewed {
		f.at("date").doubtful("source_newer", "title", title, "reviewed", reviewed)
	}
}

func (r *reader) readTasks(f fields) {
	ids := once{}
	f.each("preparation", func(p fields) {
		task := Task{ID: p.id("id"), Text: p.text("text"), Minutes: p.whole("minutes", 1, 600), Reason: p.text("reason"),
			Goal: p.maybe("goal"), Course: p.maybe("course"), URL: p.address("url")}
		ids.add(p.at("id"), task.ID)
		r.checkGoal(p.at("goal"), task.Goal)
		if task.Course != "" && !isID(task.Course) {
			p.at("course").wrong("id_form", "id", task.Course)
		}
		r.c.Preparation = append(r.c.Preparation, task)
	})
}

// readExternal reads the course that somebody else gives (R095–R097).
func (r *reader) readExternal(f fields) {
	part, ok := f.part("external")
	switch {
	case ok && r.c.Kind != "external":
		f.at("external").wrong("external_lessons")
	case !ok && r.c.Kind == "external":
		f.at("kind").wrong("external_missing")
	}
	if !ok {
		return
	}
	r.c.External = &External{
		Provider: part.text("provider"), URL: part.mustAddress("url"), Hours: part.hours("hours"), Report: part.text("report"),
	}
	part.close()
}

// once remembers names that may be used a single time.
type once map[string]bool

// add reports id at p when it has been used before.
func (o once) add(p place, id string) {
	if !o.first(id) {
		p.wrong("id_twice", "id", id)
	}
}

// addText reports an answer at p that has been given before: nobody could
// tell the two apart.
func (o once) addText(p place, text string) {
	if !o.first(text) {
		p.wrong("answer_twice", "text", text)
	}
}

// first tells whether s is new; an empty s always is.
func (o once) first(s string) bool {
	if s == "" {
		return true
	}
	before := o[s]
	o[s] = true
	return !before
}
