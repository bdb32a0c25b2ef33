module github.com/mpbraze/mpbraze

go 1.26.0
