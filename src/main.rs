fn main() -> std::process::ExitCode {
    apksweep::cli::main()
}
