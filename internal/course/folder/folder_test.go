package folder

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/fstest"
)

func TestReadSample(t *testing.T) {
	t.Parallel()
	c, problems := Read(sample())
	if len(problems) != 0 {
		t.Fatalf("problems in the sample: %v", problems)
	}
	l := c.Lessons[0]
	step := l.Steps[0]
	switch {
	case c.ID != "rena-hander", c.Hours != 0.5, c.WhyHTML != "<p>Du tvättar händerna <strong>ofta</strong>.</p>":
		t.Errorf("course: %+v", c)
	case l.ID != "varfor", l.Minutes != 8, !l.HasEasy, l.EasyTitle != "Rena händer", len(l.Steps) != 2:
		t.Errorf("lesson: %+v", l)
	case step.Title != "Smitta", len(step.Blocks) != 4, len(step.Easy) != 2, step.Words[0].Word != "smitta":
		t.Errorf("step: %+v", step)
	case step.Blocks[0].HTML != `<p>Smitta följer med händerna. <a href="https://example.se/a" rel="noreferrer">Läs mer</a>.</p>`:
		t.Errorf("text: %s", step.Blocks[0].HTML)
	case step.Blocks[1].Width != 320, step.Blocks[1].Height != 180, step.Easy[1].Alt != "Två händer":
		t.Errorf("picture: %+v, same: %+v", step.Blocks[1], step.Easy[1])
	case step.Blocks[3].Areas["all"] != "<p>Du hjälper någon.</p>":
		t.Errorf("case: %+v", step.Blocks[3])
	case l.Steps[1].Blocks[0].Question.Options[0].Right != true, len(c.Test.Questions) != 4, len(c.Files) != 5:
		t.Errorf("questions or files: %+v", c)
	}
}

func TestContentSurvivesJSON(t *testing.T) {
	t.Parallel()
	c, _ := Read(sample())
	first, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	var back Content
	if err := json.Unmarshal(first, &back); err != nil {
		t.Fatal(err)
	}
	second, _ := json.Marshal(back) // the first went well
	if string(first) != string(second) {
		t.Errorf("%s\n%s", first, second)
	}
	again, _ := Read(sample())
	if !reflect.DeepEqual(c, again) {
		t.Error("reading twice gives two contents")
	}
}

// TestProblems breaks the sample in one place at a time.
func TestProblems(t *testing.T) {
	t.Parallel()
	const (
		course, exam = "course.yaml", "test.yaml"
		lesson, easy = "lessons/01-varfor.md", "lessons/01-varfor.latt.md"
	)
	for name, tc := range map[string]struct {
		file, old, new string
		key, in        string // in: the file with the problem, when another
		line           int
	}{
		"unknown key":               {course, "hours: 0.5", "hours: 0.5\nhuors: 1", "field_unknown", "", 9},
		"key twice":                 {course, "hours: 0.5", "hours: 0.5\nhours: 1", "yaml_twice", "", 9},
		"missing key":               {course, "hours: 0.5\n", "", "field_missing", "", 1},
		"missing in a list":         {course, "    form: skill\n", "", "field_missing", "", 16},
		"alias":                     {course, "title: Rena händer", "title: &a Rena", "yaml_alias", "", 2},
		"tag":                       {course, "title: Rena händer", "title: !!binary aGVq", "yaml_tag", "", 2},
		"second document":           {course, "hours: 0.5", "---\nhours: 0.5", "yaml_documents", "", 8},
		"colon in text":             {course, "title: Rena händer", "title: Rena: händer", "yaml_colon", "", 2},
		"tab":                       {course, "    form: skill", "\tform: skill", "yaml_sign", "", 18},
		"list of words":             {course, "id: rena-hander\n", "- a\n", "yaml", "", 2},
		"bad id":                    {course, "id: rena-hander", "id: Rena_händer", "id_form", "", 1},
		"bad kind":                  {course, "kind: lessons", "kind: lesson", "field_among", "", 4},
		"bad date":                  {course, "2026-11-20", "20 november", "field_date", "", 6},
		"bad number":                {course, "validity_months: 24", "validity_months: två år", "field_whole", "", 7},
		"bad hours":                 {course, "hours: 0.5", "hours: 0,5", "field_hours", "", 8},
		"no hours":                  {course, "hours: 0.5", "hours: .nan", "field_hours", "", 8},
		"unknown area":              {course, "[aldreomsorg]", "[hemtjanst]", "area_unknown", "", 9},
		"not a list":                {course, "tags: [hygien, lex Sarah]", "tags: hygien", "field_list", "", 10},
		"text that is a list":       {course, "title: Rena händer", "title: [a]", "field_text", "", 2},
		"bad flag":                  {course, "hours: 0.5", "hours: 0.5\nevidence_only: ja", "field_flag", "", 9},
		"stars in plain text":       {course, "God kvalitet.", "God **kvalitet**.", "text_markdown", "", 24},
		"html in why":               {course, "  Du tvättar", "  Hej.\n\n  <b>Du</b> tvättar", "markdown_html", "", 14},
		"goal twice":                {course, "laws:", "  - {id: tvatta, text: a, form: fact, kind: theory}\nlaws:", "id_twice", "", 20},
		"no law":                    {course, "laws:", "laws: []\nignored:", "law_missing", "", 20},
		"law newer than review":     {course, "2025-07-01", "2027-01-01", "source_newer", "", 23},
		"external without external": {course, "kind: lessons", "kind: external", "external_missing", "", 4},
		"external with lessons":     {course, "kind: lessons", "kind: external", "external_lessons", "", 1},
		"goal nobody teaches":       {course, "laws:", "  - {id: sprita, text: a, form: fact, kind: theory}\nlaws:", "goal_untaught", "", 1},
		"goal without questions":    {course, "laws:", "  - {id: sprita, text: a, form: fact, kind: theory}\nlaws:", "test_few", exam, 1},
		"area without case":         {course, "[aldreomsorg]", "[aldreomsorg, funktionshinder]", "area_case", "", 1},
		"no easy title":             {course, "easy_title: Rena händer\n", "", "course_easy", "", 1},

		"no date":                 {course, "    date: 2025-07-01\n", "", "field_missing", "", 21},
		"bad source address":      {course, "publisher: Socialstyrelsen", "publisher: a\n    url: www.e.se", "link_form", "", 28},
		"bad tags":                {course, "lex Sarah", "[a]", "field_text", "", 10},
		"tag twice":               {course, "lex Sarah", "hygien", "id_twice", "", 10},
		"no goals":                {course, sampleCourse[strings.Index(sampleCourse, "goals:"):strings.Index(sampleCourse, "laws:")], "", "field_missing", "", 1},
		"no areas":                {course, "[aldreomsorg]", "[]", "field_missing", "", 9},
		"no opening":              {course, "why: |\n  Du tvättar händerna **ofta**.\n", "", "field_missing", "", 1},
		"why is a list":           {course, "why: |\n  Du tvättar händerna **ofta**.\n", "why: [a]\n", "field_text", "", 11},
		"external in a lesson":    {course, "kind: lessons", "kind: lessons\nexternal: {provider: a, url: \"https://e.se\", hours: 1, report: a}", "external_lessons", "", 5},
		"a mapping as key":        {course, "id: rena-hander", "id: rena-hander\n? [a]\n: b", "yaml", "", 2},
		"case without an area":    {lesson, "  aldreomsorg: |\n    Du hjälper Karin.\n  all: |", "  funktionshinder: |", "case_area", "", 23},
		"no case":                 {lesson, "areas:\n  aldreomsorg: |\n    Du hjälper Karin.\n  all: |\n    Du hjälper någon.\n", "", "field_missing", "", 23},
		"text in a code block":    {lesson, "Smitta följer", "```\n# a\n```\n\n<i>", "markdown_html", "", 14},
		"link block without link": {lesson, "::: word", "::: link\ntitle: Mer\n:::\n\n::: word", "field_missing", "", 18},

		"no front":             {lesson, "---\nid", "id", "lesson_front", "", 1},
		"too long":             {lesson, "minutes: 8", "minutes: 16", "field_whole", "", 4},
		"goal unknown":         {lesson, "goals: [tvatta]", "goals: [tvata]", "goal_unknown", "", 5},
		"step without id":      {lesson, "## Prova {#prova}", "## Prova", "step_id", "", 32},
		"step twice":           {lesson, "{#prova}", "{#smitta}", "id_twice", "", 32},
		"step without title":   {lesson, "## Prova {#prova}", "## {#prova}", "step_title", "", 32},
		"text before":          {lesson, "## Smitta", "Hej\n\n## Smitta", "step_before", "", 8},
		"big heading":          {lesson, "Smitta följer", "# Hej\n\nSmitta följer", "heading_one", "", 10},
		"underlined heading":   {lesson, "Smitta följer", "Hej\n===\n\nSmitta följer", "heading_level", "", 10},
		"indented heading":     {lesson, "Smitta följer", "Hej\n\n  ## Hej\n\nSmitta följer", "heading_level", "", 12},
		"html":                 {lesson, "Smitta följer", "Smitta\nföljer <b>du</b>", "markdown_html", "", 11},
		"html block":           {lesson, "Smitta följer", "<div>\n</div>\n\nSmitta följer", "markdown_html", "", 10},
		"script link":          {lesson, "https://example.se/a", "javascript:alert(1)", "link_form", "", 10},
		"relative link":        {lesson, "https://example.se/a", "/a", "link_form", "", 10},
		"mail link":            {lesson, "[Läs mer](https://example.se/a)", "<a@example.se>", "link_form", "", 10},
		"picture in text":      {lesson, "[Läs", "![Läs", "markdown_picture", "", 10},
		"quotes in quotes":     {lesson, "Smitta följer", "> > > > > > > > > Smitta följer", "markdown_deep", "", 10},
		"unknown block":        {lesson, "::: picture", "::: image", "block_unknown", "", 12},
		"block without end":    {lesson, "caption: Gnid.\n:::", "caption: Gnid.", "fence_open", "", 12},
		"last block open":      {lesson, "why: Inte riktigt.\n:::", "why: Inte riktigt.", "fence_open", "", 34},
		"stray end":            {lesson, "Smitta följer", ":::\nSmitta följer", "fence_form", "", 10},
		"unknown key in block": {lesson, "caption: Gnid.", "text: Gnid.", "field_unknown", "", 15},
		"yaml in block":        {lesson, "caption: Gnid.", "caption: Gnid: så", "yaml_colon", "", 15},
		"no alt":               {lesson, "alt: Två händer\n", "", "field_missing", "", 12},
		"no such picture":      {lesson, "hander.svg", "hand.svg", "media_missing", "", 13},
		"picture not used":     {lesson, "hander.svg", "hand.svg", "media_unused", "media/hander.svg", 1},
		"film as picture":      {lesson, "hander.svg", "hander.mp4", "media_kind", "", 13},
		"case for nobody":      {lesson, "  all: |", "  alla: |", "area_unknown", "", 28},
		"html in case":         {lesson, "    Du hjälper Karin.", "    Hej.\n    <b>Du</b>", "markdown_html", "", 28},
		"question two right":   {lesson, "why: Inte riktigt.", "right: true\n    why: Nej.", "question_single", "", 39},
		"question no right":    {lesson, "    right: true\n", "", "question_single", "", 39},
		"no why":               {lesson, "    why: Inte riktigt.\n", "", "field_missing", "", 43},
		"one answer":           {lesson, "  - text: Aldrig\n    why: Inte riktigt.\n", "", "question_count", "", 39},
		"answer twice":         {lesson, "text: Aldrig", "text: Före", "answer_twice", "", 43},
		"question no goal":     {lesson, "id: nar\ngoal: tvatta\n", "id: nar\n", "field_missing", "", 34},
		"word not used":        {lesson, "word: smitta", "word: droppsmitta", "word_unused", "", 19},
		"long sentence":        {lesson, "Du hjälper någon.", strings.Repeat("en ", 21), "sentence_long", "", 29},
		"empty step":           {lesson, "## Prova {#prova}", "## Tom {#tom}\n\n## Prova {#prova}", "step_empty", "", 32},
		"hard":                 {lesson, "Smitta följer", strings.Repeat("Smittspridningen. ", 120) + "Smitta följer", "lix_stop", "", 1},
		"a little hard":        {lesson, "Smitta följer", strings.Repeat("Du tvättar händerna nu när du är här. ", 60) + "Smitta följer", "lix_normal", "", 1},
		"same in normal":       {lesson, "Smitta följer", "::: same\nid: nar\n:::\n\nSmitta följer", "same_normal", "", 10},

		"easy step differs":     {easy, "{#smitta}", "{#smittan}", "easy_step", "", 6},
		"easy step missing":     {easy, sampleEasy[strings.Index(sampleEasy, "## Prova"):], "", "easy_step_missing", "", 5},
		"easy step more":        {easy, "why: Nej.\n:::", "why: Nej.\n:::\n\n## Ny {#ny}\n\nHej.", "easy_step_more", "", 29},
		"easy id":               {easy, "id: varfor", "id: varfr", "easy_id", "", 2},
		"easy minutes":          {easy, "id: varfor", "id: varfor\nminutes: 9", "easy_minutes", "", 3},
		"easy goals":            {easy, "id: varfor", "id: varfor\ngoals: [a]", "easy_goals", "", 3},
		"easy question other":   {easy, "id: nar", "id: var", "easy_question", "", 17},
		"easy right differs":    {easy, "    right: true\n    why: Ja.\n  - text: Aldrig\n", "    why: Ja.\n  - text: Aldrig\n    right: true\n", "easy_question_shape", "", 17},
		"easy question missing": {easy, sampleEasy[strings.Index(sampleEasy, "::: question"):], "Hej.", "easy_question_missing", "", 14},
		"easy question more":    {easy, "::: same\nfile: hander.svg\n:::", "::: question\nid: ny\nkind: reflect\ntext: Hej?\n:::", "easy_question_more", "", 11},
		"same nothing":          {easy, "file: hander.svg", "", "same_what", "", 10},
		"same unknown":          {easy, "file: hander.svg", "file: hand.svg", "same_missing", "", 10},

		"reflect in test":         {exam, "kind: multiple", "kind: reflect", "field_among", "", 8},
		"no right in test":        {exam, "        right: true\n", "", "question_multiple", "", 10},
		"lesson unknown":          {exam, "lesson: varfor", "lesson: varfr", "lesson_unknown", "", 7},
		"question id of a lesson": {exam, "id: t1", "id: nar", "id_twice", "", 5},
		"no questions":            {exam, sampleTest()[strings.Index(sampleTest(), "questions"):], "", "field_missing", "", 1},
		"pass over 100":           {exam, "pass: 80", "pass: 101", "field_whole", "", 1},
		"bytes that are no text":  {exam, "Det här", "Det h\xe4r", "text_utf8", "", 11},
		"hidden sign":             {exam, "Det här", "Det h\x01r", "text_control", "", 11},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := edited(t, tc.file, tc.old, tc.new)
			check(t, fsys)
			_, problems := Read(fsys)
			p, ok := find(problems, tc.key)
			if !ok {
				t.Fatalf("no %s among %v", tc.key, problems)
			}
			in := tc.in
			if in == "" {
				in = tc.file
			}
			if p.File != in || p.Line != tc.line {
				t.Errorf("%s at %s:%d, want %s:%d", tc.key, p.File, p.Line, in, tc.line)
			}
		})
	}
}

func TestFolderProblems(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct{ add, text, key string }{
		"a stray file":          {"README.md", "a", "file_unknown"},
		"a hidden file":         {".DS_Store", "a", "file_unknown"},
		"a capital letter":      {"lessons/Lektion.md", "a", "file_unknown"},
		"a folder":              {"extra/a.md", "a", "folder_unknown"},
		"a deep folder":         {"media/a/b.svg", "a", "folder_unknown"},
		"easy without lesson":   {"lessons/02-ny.latt.md", "a", "easy_orphan"},
		"lesson without easy":   {"lessons/02-ny.md", sampleLesson, "easy_missing"},
		"same lesson id":        {"lessons/02-ny.md", sampleLesson, "id_twice"},
		"media nobody uses":     {"media/a.svg", sampleSVG, "media_unused"},
		"a long text":           {"lessons/02-ny.md", strings.Repeat("a", textBytes+1), "file_bytes"},
		"a picture in disguise": {"media/a.png", "<script>", "media_bytes"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fsys := sample()
			fsys[tc.add] = file(tc.text)
			_, problems := Read(fsys)
			if _, ok := find(problems, tc.key); !ok {
				t.Errorf("no %s among %v", tc.key, problems)
			}
		})
	}
}

func TestAnEmptyFolderHasAnError(t *testing.T) {
	t.Parallel()
	if _, problems := Read(nilFS{}); !HasErrors(problems) {
		t.Error("no error in a folder that cannot be read")
	}
	fsys := sample()
	delete(fsys, "course.yaml")
	if _, problems := Read(fsys); !HasErrors(problems) {
		t.Error("no error without course.yaml")
	}
}

func TestALinkIsNotFollowed(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if err := os.CopyFS(dir, sample()); err != nil {
		t.Fatal(err)
	}
	if _, problems := Read(os.DirFS(dir)); len(problems) != 0 {
		t.Fatal(problems)
	}
	if err := os.Symlink("/etc/passwd", filepath.Join(dir, "media", "a.svg")); err != nil {
		t.Fatal(err)
	}
	_, problems := Read(os.DirFS(dir))
	if p, ok := find(problems, "file_kind"); !ok || p.File != "media/a.svg" {
		t.Error(problems)
	}
	if _, err := Fingerprint(os.DirFS(dir)); err == nil {
		t.Error("a link has a fingerprint")
	}
}

func TestTooMuchOfAnything(t *testing.T) {
	t.Parallel()
	var steps, blocks strings.Builder
	for i := range mostSteps + 1 {
		fmt.Fprintf(&steps, "\n## A {#a%d}\n\nHej.\n", i)
		fmt.Fprintf(&blocks, "::: word\nword: smitta\neasy: smuts %d\n:::\n", i)
	}
	for key, fsys := range map[string]fstest.MapFS{
		"step_many":     edited(t, "lessons/01-varfor.md", "## Prova", steps.String()+"\n## Prova"),
		"step_long":     edited(t, "lessons/01-varfor.md", "::: word", blocks.String()+"::: word"),
		"field_long":    edited(t, "course.yaml", "lex Sarah", strings.Repeat("a, ", mostEntries)),
		"text_long":     edited(t, "course.yaml", "title: Rena händer", "title: "+strings.Repeat("å", longestPlain+1)),
		"markdown_long": edited(t, "course.yaml", "Du tvättar", strings.Repeat("a", longestMarkdown)),
		"yaml_mapping":  edited(t, "course.yaml", "  - id: tvatta", "  - tvatta\n  - id: tvatta"),
		"id_twice":      edited(t, "course.yaml", "[aldreomsorg]", "[aldreomsorg, aldreomsorg]"),
	} {
		check(t, fsys)
		_, problems := Read(fsys)
		if _, ok := find(problems, key); !ok {
			t.Errorf("want %s, got %v", key, problems)
		}
	}
	fsys := sample()
	for i := range mostLessons {
		fsys[fmt.Sprintf("lessons/02-%d.md", i)] = file(strings.Replace(sampleLesson, "id: varfor", fmt.Sprintf("id: l%d", i), 1))
	}
	_, problems := Read(fsys)
	if _, ok := find(problems, "lesson_many"); !ok {
		t.Error("no end to lessons")
	}
}

func TestWindowsLineEndsKeepTheLines(t *testing.T) {
	t.Parallel()
	fsys := edited(t, "lessons/01-varfor.md", "alt: Två händer\n", "")
	fsys["lessons/01-varfor.md"] = file("\ufeff" + strings.ReplaceAll(string(fsys["lessons/01-varfor.md"].Data), "\n", "\r\n"))
	_, problems := Read(fsys)
	if len(problems) != 1 || problems[0].Line != 12 {
		t.Errorf("%v", problems)
	}
}

func TestAnErrorIsNeverCrowdedOut(t *testing.T) {
	t.Parallel()
	r := &report{}
	at := place{r, "a", 1}
	for range 2 * mostProblems {
		at.doubtful("lix_easy")
	}
	at.wrong("yaml")
	if len(r.sorted()) != mostProblems || !HasErrors(r.problems) {
		t.Errorf("%d problems, errors: %v", len(r.problems), HasErrors(r.problems))
	}
}
