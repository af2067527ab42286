package folder

import (
	"slices"
	"strings"
)

// blockReaders are the blocks of a lesson, by the word after :::.
var blockReaders = map[string]func(*reader, fields) Block{
	"picture":    (*reader).readPicture,
	"film":       (*reader).readFilm,
	"audio":      (*reader).readAudio,
	"document":   (*reader).readDocument,
	"link":       (*reader).readLink,
	"word":       (*reader).readWord,
	"facts":      (*reader).readFacts,
	"discussion": (*reader).readDiscussion,
	"case":       (*reader).readCase,
	"question":   (*reader).readLessonQuestion,
}

// readBlock reads a fence. at is the first line inside it.
func (r *reader) readBlock(at place, part rawPart) (Block, bool) {
	read, ok := blockReaders[part.kind]
	if !ok {
		at.on(at.line-1).wrong("block_unknown", "kind", part.kind)
		return Block{}, false
	}
	f, ok := readYAML(at, part.text)
	if !ok {
		return Block{}, false
	}
	f.line = at.line - 1 // what is missing is told at the :::
	b := read(r, f)
	b.Kind, b.line = part.kind, at.line
	f.close()
	return b, true
}

func (r *reader) readPicture(f fields) Block {
	b := Block{Alt: f.text("alt"), Caption: f.maybe("caption")}
	r.attach(f, "file", &b, "svg", "png", "jpg", "webp")
	return b
}

func (r *reader) readFilm(f fields) Block {
	b := Block{Alt: f.text("alt"), Minutes: f.whole("minutes", 1, longestLesson)}
	r.attach(f, "file", &b, "mp4")
	var captions Block
	r.attach(f, "captions", &captions, "vtt")
	b.Captions = captions.File
	return b
}

func (r *reader) readAudio(f fields) Block {
	b := Block{HTML: f.mustMarkdown("text")}
	r.attach(f, "file", &b, "mp3")
	return b
}

func (r *reader) readDocument(f fields) Block {
	b := Block{Title: f.text("title")}
	r.attach(f, "file", &b, "pdf")
	return b
}

func (r *reader) readLink(f fields) Block {
	return Block{URL: f.mustAddress("url"), Title: f.text("title"), Text: f.maybe("text")}
}

func (r *reader) readWord(f fields) Block { return Block{Word: f.text("word"), Easy: f.text("easy")} }

func (r *reader) readFacts(f fields) Block {
	return Block{Title: f.text("title"), HTML: f.mustMarkdown("text")}
}

func (r *reader) readDiscussion(f fields) Block {
	return Block{Title: f.text("title"), HTML: f.mustMarkdown("text"), Minutes: f.whole("minutes", 1, 120)}
}

// readCase reads a case with a text per service area.
func (r *reader) readCase(f fields) Block {
	b := Block{Title: f.text("title"), Areas: map[string]string{}}
	areas, ok := f.part("areas")
	if !ok || len(areas.names) == 0 {
		f.missing("areas")
		return b
	}
	for _, area := range areas.names {
		if area != "all" && !slices.Contains(Areas, area) {
			areas.at(area).wrong("area_unknown", "area", area)
		}
		b.Areas[area] = areas.mustMarkdown(area)
	}
	for _, area := range r.c.Areas {
		if b.Areas[area] == "" && b.Areas["all"] == "" {
			f.doubtful("case_area", "area", area)
		}
	}
	return b
}

func (r *reader) readLessonQuestion(f fields) Block {
	q := readQuestion(f, "single", "multiple", "order", "match", "reflect")
	q.Goal = f.maybe("goal")
	if q.Goal == "" && q.Kind != "reflect" {
		f.missing("goal")
	}
	r.checkGoal(f.at("goal"), q.Goal)
	return Block{Question: &q}
}

// attach names the media file under key in b and marks it as used. Its ending
// has to be among kinds.
func (r *reader) attach(f fields, key string, b *Block, kinds ...string) {
	b.File = f.text(key)
	if b.File == "" {
		return
	}
	m, ok := r.media[b.File]
	_, kind, _ := strings.Cut(b.File, ".")
	switch {
	case !slices.Contains(kinds, kind):
		f.at(key).wrong("media_kind", "file", b.File, "among", strings.Join(kinds, ", "))
	case !ok:
		f.at(key).wrong("media_missing", "file", b.File)
	}
	r.used[b.File] = true
	b.Width, b.Height, b.Bytes = m.Width, m.Height, m.Bytes
}
