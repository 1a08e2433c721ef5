module desk

go 1.18
