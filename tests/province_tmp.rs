use mingmai::demo::*;
use mingmai::judge::*;
use mingmai::model::*;
use mingmai::store::*;
use std::time::Instant as SW;
fn rss(k: &str) -> String {
    std::fs::read_to_string("/proc/self/status").unwrap().lines().find(|l| l.starts_with(k)).unwrap().to_owned()
}
#[test]
#[ignore]
fn province() {
    let t = SW::now();
    let demo = Demo::new(Scale::Province, 1).unwrap();
    println!("plan {:?} {}", t.elapsed(), rss("VmRSS"));
    let dir = std::path::PathBuf::from("/tmp/prov");
    let _ = std::fs::remove_dir_all(&dir);
    let data = DataDir::new(&dir);
    let lock = data.lock(Instant(1)).unwrap();
    let orgs: Vec<_> = demo.orgs().collect();
    println!("orgs {} {:?} {}", orgs.len(), t.elapsed(), rss("VmRSS"));
    let h = Heading {
        created: Instant(1),
        present: Some(Day::new(2018, 6, 25).unwrap().end()),
        recorded: Instant(1),
        verb: "demo",
        files: vec![],
    };
    let t = SW::now();
    let site = Site { data: &data, lock: &lock, before: None, heading: &h, watch: &Unwatched };
    let built = build(site, &orgs, 1024, &|_, r| {
        Ok(r.map(|at| {
            let p = Pos(at as u32);
            (p, OrgRows { members: demo.members(p), posts: demo.posts(p) })
        })
        .filter(|(_, r)| !r.is_empty())
        .collect())
    })
    .unwrap();
    println!("build {:?} {} {}", t.elapsed(), rss("VmRSS"), rss("VmHWM"));
    println!("disk {} MB", built.register().size_on_disk() / 1_000_000);
    let t = SW::now();
    built.judge(Day::new(2018, 6, 25).unwrap().end(), &Thresholds::default(), &Unwatched).unwrap();
    println!("judge {:?}", t.elapsed());
    let r = built.adopt(&data, &lock).unwrap();
    drop(r);
    drop(orgs);
    drop(demo);
    let t = SW::now();
    let r = Register::open_locked(&data, lock).unwrap();
    println!("open {:?} disk {} MB", t.elapsed(), r.size_on_disk() / 1_000_000);
    let t = SW::now();
    let tree = r.tree().unwrap();
    println!("tree {:?} {}", t.elapsed(), rss("VmRSS"));
    let t = SW::now();
    let f = r.kept_facts().unwrap().unwrap();
    println!("facts {:?} {}", t.elapsed(), rss("VmRSS"));
    for day in [Day::new(2018, 6, 20).unwrap(), Day::new(2018, 11, 15).unwrap()] {
        let t = SW::now();
        let c = collect(&r, &tree, day.end(), &Thresholds::default(), &|_| {}).unwrap();
        println!("collect {:?} {}", t.elapsed(), rss("VmRSS"));
        let rules = Rules::builtin().unwrap();
        let t = SW::now();
        let j = judge(&c.facts, &rules);
        println!("judge {:?}", t.elapsed());
        let all = 0..tree.len();
        for f in Fact::ALL {
            print!("{}={} ", f.name(), c.facts.total(f, &all));
        }
        println!();
        for (ix, rule) in rules.iter() {
            println!("{} {}", rule.id, j.count(ix, &all));
        }
    }
    let _ = f;
}
